import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { FOUND, type Range } from './ranges.ts';

type Report = (found: { readonly range: Range }) => void;
type Scan = (text: string, report: Report) => void;

/** The forms of tokens known to `secretlint`. Its switches within a text (`secretlint-disable`) have no effect here. */
const SCANS: readonly Scan[] = rules
  .filter(({ meta }) => meta.type === 'scanner' && !/basicauth|privatekey|filter/.test(meta.id))
  .map(({ create }) => scanOf(create as unknown as Create));

interface Source {
  readonly content: string;
  readonly contentType: 'text';
  readonly filePath: string;
  readonly ext: string;
}

type Create = (context: object, options: object) => { file?: (source: Source) => unknown };

function scanOf(create: Create): Scan {
  let report: Report = () => undefined;
  const createTranslator = () => () => ({ message: '', messageId: '' });
  const context = {
    report: (found: Parameters<Report>[0]) => report(found),
    createTranslator,
    ignore: () => undefined,
  };
  const { file } = create(context, { enableIDScanRule: true });
  return (content, told) => {
    report = told;
    file?.({ content, contentType: 'text', filePath: 'text', ext: '' });
  };
}

/** The first group is the token. Each pattern takes linear time on any text: a manifest's text can be anybody's. */
const OWN: readonly RegExp[] = [
  // The lookahead runs once for each word, not at each place in it where a token could begin.
  /(?<![\w-])(?=[\w-]+\.eyJ[\w-]{8,}\.[\w-]{8})(?:[\w-]*?-)?(eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]{8,})+)/dg,
  /;\s{0,9}(?:pwd|password)\s{0,9}=\s{0,9}([^;"'\s]+)/dgi,
  /<[\w.:-]{0,99}(?:password|passwd|secret|token|api-?key)>([^<\s][^<]*)<\//dgi,
  /\bmachine\s{1,9}\S{1,255}\s{1,9}login\s{1,9}\S{1,255}\s{1,9}password\s{1,9}(\S+)/dg,
];

/** A quick test before the scans: a token has at least this many characters of these, or one of these signs. */
const LIKELY = /[A-Za-z0-9+/_=-]{16,}|;\s{0,9}(?:pwd|password)\s{0,9}=|<\/|\bmachine\s/i;

/** The tokens in a text, recognized by their form, whatever their name. */
export function tokensIn(text: string): Range[] {
  return LIKELY.test(text) ? rangesIn(text) : [];
}

/** The same for texts in which another search has found something, since a token beside that may be no token without. */
export function tokensBeside(text: string): Range[] {
  return text.includes(FOUND) ? tokensIn(text) : [];
}

/** Whether any of the texts may hold a token. One scan for all of them, since each scan is slow. */
export function mayHoldTokens(texts: readonly string[]): boolean {
  const likely = texts.filter((text) => LIKELY.test(text) && !DIGEST.test(text));
  return likely.length > 0 && rangesIn(likely.join('\n')).length > 0;
}

/** An image with its digest: every workload has one, and it is no token. */
const DIGEST = /^[\w.:/-]+@sha256:[0-9a-f]{64}$/;

function rangesIn(text: string): Range[] {
  const ranges: Range[] = [];
  for (const scan of SCANS) scan(text, ({ range }) => ranges.push(range));
  for (const pattern of OWN)
    for (const { indices } of text.matchAll(pattern)) if (indices?.[1] !== undefined) ranges.push(indices[1]);
  return ranges;
}

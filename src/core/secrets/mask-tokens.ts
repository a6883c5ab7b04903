import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { Hide } from './mask-declared.ts';

type Range = readonly [start: number, end: number];
type Report = (found: { readonly range: Range }) => void;
type Scan = (text: string, report: Report) => void;

/** What `secretlint` knows of the forms of tokens. Its own switches within a text (`secretlint-disable`) are none here. */
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

/** The first group is the token. Every text is gone through once, however it is made: what stands in a manifest is anybody's. */
const OWN: readonly RegExp[] = [
  // What looks ahead is asked once for each word, and not at each place in it where a token could begin.
  /(?<![\w-])(?=[\w-]+\.eyJ[\w-]{8,}\.[\w-]{8})(?:[\w-]*?-)?(eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]{8,})+)/dg,
  /;\s{0,9}(?:pwd|password)\s{0,9}=\s{0,9}([^;"'\s]+)/dgi,
  /<[\w.:-]{0,99}(?:password|passwd|secret|token|api-?key)>([^<\s][^<]*)<\//dgi,
  /\bmachine\s{1,9}\S{1,255}\s{1,9}login\s{1,9}\S{1,255}\s{1,9}password\s{1,9}(\S+)/dg,
];

/** A token has this many characters at the least, and signs that words do not have together. */
const LIKELY = /[A-Za-z0-9+/_=-]{16,}|;\s{0,9}(?:pwd|password)\s{0,9}=|<\/|\bmachine\s/i;

/** A text without tokens whose form tells them, whatever they are called. */
export function maskTokens(text: string, hide: Hide): string {
  if (!LIKELY.test(text)) return text;
  const ranges = rangesIn(text);
  let masked = '';
  let done = 0;
  for (const [start, end] of ranges) {
    if (start < done || end <= start) continue;
    masked += text.slice(done, start) + hide(text.slice(start, end));
    done = end;
  }
  return done === 0 ? text : masked + text.slice(done);
}

/** Whether any of the texts may hold a token: all are looked through at once, since each look costs. */
export function mayHoldTokens(texts: readonly string[]): boolean {
  const likely = texts.filter((text) => LIKELY.test(text) && !DIGEST.test(text));
  return likely.length > 0 && rangesIn(likely.join('\n')).length > 0;
}

/** An image by its digest is in every workload. */
const DIGEST = /^[\w.:/-]+@sha256:[0-9a-f]{64}$/;

function rangesIn(text: string): Range[] {
  const ranges: Range[] = [];
  for (const scan of SCANS) scan(text, ({ range }) => ranges.push(range));
  for (const pattern of OWN)
    for (const { indices } of text.matchAll(pattern)) if (indices?.[1] !== undefined) ranges.push(indices[1]);
  return ranges
    .filter(([start, end]) => !text.slice(start, end).includes('(masked'))
    .toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
}

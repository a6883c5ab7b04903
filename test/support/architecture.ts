import { posix } from 'node:path';
import { type Import, importsOf, withoutComments } from './imports.ts';

export interface CodeFile {
  /** From the repository's root: `src/core/plan/plan.ts`. */
  readonly path: string;
  readonly text: string;
}

const ADAPTERS = ['github', 'git', 'kubernetes', 'terraform', 'ansible', 'store', 'notify'];
const TOOLS = ['process', 'log.ts', 'version.ts'];
/** All that writes to the streams of this process. */
const PRINTER = 'src/print.ts';

/** Which parts of `src` a part may import, beside itself. What is not here has no place in the picture. */
export const ARROWS: Readonly<Record<string, readonly string[] | 'everything'>> = {
  core: [],
  report: ['core'],
  ports: ['core'],
  config: ['core', 'ports', 'kubernetes/config'],
  flows: ['core', 'ports', 'report'],
  ...Object.fromEntries(ADAPTERS.map((name) => [name, ['core', 'ports', `${name}/config`, ...TOOLS]])),
  'kubernetes/config': ['core', 'config'],
  web: ['core', 'ports', 'report', 'flows', 'config', 'log.ts'],
  cli: ['core', 'ports', 'report', 'flows', 'config', 'kubernetes/config', 'print.ts'],
  process: ['core', 'ports'],
  'print.ts': ['core'],
  'log.ts': ['print.ts'],
  'version.ts': [],
  wire: 'everything',
  'main.ts': 'everything',
};

/** The packages and Node modules of the parts that are to stay free of the world. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: ['node:crypto', 'leven', '@secretlint/secretlint-rule-preset-recommend'],
  report: ['node:crypto', 'yaml', 'diff'],
  ports: [],
  config: ['zod', 'yaml', 'leven', 'node:path', 'node:fs', 'node:fs/promises'],
  flows: ['p-map', 'node:util'],
  'kubernetes/config': ['zod'],
  'kubernetes/objects': [],
  'kubernetes/fields': [],
  'kubernetes/order': [],
  'kubernetes/risks': [],
};

/** Folders that do no I/O and read no clock, environment or randomness. They import nothing of ours but one another. */
export const PURE = [
  'core',
  'report',
  'kubernetes/objects',
  'kubernetes/fields',
  'kubernetes/order',
  'kubernetes/risks',
];

/** What only one folder or file may import. */
const RESERVED: Readonly<Record<string, string>> = {
  'node:child_process': 'src/process/',
  pino: 'src/log.ts',
};

/** The one flow that changes a live system. */
const SYNC = 'src/flows/deploy/sync.ts';

/** Programs of their own, which run where nothing else of ours is. */
const INSIDE = 'src/kubernetes/render/helm/inside/';

const PURE_CRYPTO = ['createHash', 'createHmac'];

/** What reads a clock, the environment, randomness or the world without an import. */
const IMPURE: Readonly<Record<string, RegExp>> = {
  process: /(?<![\w.])process(?=\s*(\.\s*\w|\?\.|\[))|=\s*process\b/,
  'a clock':
    /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<![\w.])Date\(|\bTemporal\.Now\b|\bperformance\b\s*\./,
  randomness: /\bMath\.random\b|(?<![\w.])crypto\.|\brandomUUID\b/,
  'a timer': /\bset(Timeout|Interval|Immediate)\b/,
  'the network': /(?<![\w.-])fetch\(|\bWebSocket\b/,
  globalThis: /\bglobalThis\b/,
};

/**
 * Where code breaks the arrows of `docs/architecture.md`, or a law that text can show.
 * It reads text, not types: it keeps honest people honest.
 * @returns a line for each break, `path: what is wrong`; empty when the picture is true.
 */
export function architectureBreaks(files: readonly CodeFile[]): string[] {
  return files.flatMap((file) => {
    const part = partOf(file.path);
    if (ARROWS[part] === undefined) return [`${file.path}: ${part} has no place in the picture`];
    const found = [...importsOf(file.text).flatMap((item) => importBreaks(file, item)), ...textBreaks(file)];
    return found.map((text) => `${file.path}: ${text}`);
  });
}

/**
 * Circles of imports, those of types alone included.
 * @returns a line for each, `a.ts → b.ts → a.ts`, from where it is found first
 */
export function circlesOf(files: readonly CodeFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, ownImports(file)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) circles.push([...above.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) walk(next, [...above, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return circles;
}

function ownImports({ path, text }: CodeFile): string[] {
  const own = importsOf(text).filter(({ specifier }) => specifier.startsWith('.'));
  return own.map(({ specifier }) => posix.join(posix.dirname(path), specifier));
}

/** The folder below `src` (of an engine also its `config`), or the file's name. */
function partOf(path: string): string {
  const [, part = '', inner = ''] = path.split('/');
  return ARROWS[`${part}/${inner}`] === undefined ? part : `${part}/${inner}`;
}

function importBreaks({ path }: CodeFile, { specifier, names }: Import): string[] {
  if (path.startsWith(INSIDE))
    return specifier.startsWith('node:') ? [] : ['only Node itself is there where it runs'];
  if (specifier.startsWith('.')) return arrowBreaks(path, specifier);
  const only = RESERVED[specifier];
  if (only !== undefined && !path.startsWith(only)) return [`only ${only} imports ${specifier}`];
  const part = pureOf(path) ?? partOf(path);
  const allowed = PACKAGES[part];
  if (allowed !== undefined && !allowed.includes(specifier)) return [`${part} must not import ${specifier}`];
  if (specifier !== 'node:crypto' || pureOf(path) === undefined) return [];
  const pure = names.length > 0 && names.every((name) => PURE_CRYPTO.includes(name));
  return pure ? [] : [`${part} takes only hashes from node:crypto`];
}

function arrowBreaks(path: string, specifier: string): string[] {
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith('src/')) {
    return path === 'src/version.ts' && target === 'package.json'
      ? []
      : [`imports ${target}, outside of src`];
  }
  const [from, to] = [partOf(path), partOf(target)];
  const allowed = ARROWS[from];
  const isAllowed = from === to || allowed === 'everything' || allowed?.includes(to) === true;
  if (!isAllowed) return [`${from} must not import ${to} (${target})`];
  const pure = pureOf(path);
  return pure === undefined || pureOf(target) !== undefined ? [] : [`${pure} must not import ${target}`];
}

/** The pure folder that a file is in, if it is in one. */
function pureOf(path: string): string | undefined {
  return PURE.find((folder) => path.startsWith(`src/${folder}/`));
}

function textBreaks({ path, text }: CodeFile): string[] {
  const code = withoutComments(text);
  const part = partOf(path);
  const pure = pureOf(path);
  const impure =
    pure !== undefined
      ? Object.entries(IMPURE).flatMap(([what, pattern]) =>
          pattern.test(code) ? [`${pure} is pure and must not use ${what}`] : [],
        )
      : [];
  const value = part === 'ports' && /^(export )?(async )?(const|let|function|class)\b/m.test(code);
  return [
    ...impure,
    ...(value ? ['a port holds types only'] : []),
    ...applyBreaks(path, code),
    ...printBreaks(path, code),
  ];
}

/** Ways to a terminal. The streams of a child are read, and never written by these. */
const PRINTING = [
  /\b(?:stdout|stderr)\b['"\]]*\s*\??\.\s*(?:write|end|_write|writev|cork)\b/,
  /\bpipe(?:line)?\([^)]*\bprocess\b[^)]*\bstd(?:out|err)\b/,
  /\bconsole\s*[?.[]/,
  /\bwrite(?:v|File)?(?:Sync)?\(\s*[12]\s*,/,
  /\/dev\/(?:tty|stdout|stderr|fd|pts)\b/,
  /\bstyleText\b|\\(?:u001b|u\{1b\}|x1b|033)/i,
  /\b_rawDebug\b|\bemitWarning\b/,
];

/** One place prints, and it escapes: nothing that others wrote reaches a terminal as it is. */
function printBreaks(path: string, code: string): string[] {
  if (path === PRINTER || path.startsWith(INSIDE)) return [];
  return PRINTING.some((pattern) => pattern.test(code)) ? [`only ${PRINTER} prints`] : [];
}

/** Law 2. An adapter may call its own client's `apply`, which is no engine's. */
function applyBreaks(path: string, code: string): string[] {
  if (path === SYNC) return [];
  const call = ADAPTERS.includes(partOf(path)) ? /engine\w*(\(.*?\))?\??\.apply\b/i : /\.apply\b(?!\w)/;
  return call.test(code) ? [`only ${SYNC} applies a plan`] : [];
}

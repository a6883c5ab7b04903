import { idsOfTitle } from './results.ts';

export interface TestFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

const GROUPS: Readonly<Record<string, string>> = {
  A: 'Parsing files',
  B: 'Identity, scope and API versions',
  C: 'Defaults, normalisation, numbers',
  D: 'Lists and merge keys',
  E: 'Dry-run: the preview equals the apply',
  F: 'Prune safety',
  G: 'Immutable fields, recreation, order of apply',
  H: 'Secrets',
  I: 'Comment, approval, race',
  J: 'Scale and API behaviour',
  K: 'Proof from field ownership',
  R: 'Reliability',
  S: 'Security',
  T: 'Formats',
  U: 'What real use found',
};

const TITLE = /(['"`])((?:[A-Z]\d+[a-z]?(?:\s*[–-]\s*[A-Z]\d+)?(?:, ?)?)+: (?:\\.|(?!\1)[^\\])*)\1/g;

/** The list of behaviours as Markdown: each id with the titles of its tests, and the files that hold them. */
export function behavioursOf(files: readonly TestFile[]): string {
  const shown = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const [, , title = ''] of text.matchAll(TITLE)) {
      const line = `${wordsOf(title)} (\`${path}\`)`;
      for (const id of idsOfTitle(title)) shown.set(id, (shown.get(id) ?? new Set()).add(line));
    }
  }
  const ids = [...shown.keys()].toSorted(byId);
  const letters = [...new Set(ids.map((id) => id.charAt(0)))];
  const sections = letters.map((letter) => {
    const own = ids.filter((id) => id.startsWith(letter));
    return [`## ${letter}: ${GROUPS[letter] ?? ''}`, '', ...own.flatMap((id) => linesOf(id, shown.get(id)))];
  });
  return `${[...HEAD, ...sections.flatMap((lines) => ['', ...lines])].join('\n')}\n`;
}

const HEAD = [
  '# Behaviours',
  '',
  'Every numbered behaviour, and the tests that show it. Made from the tests by `npm run behaviours`; `npm run cases` says which of them passed.',
];

function linesOf(id: string, tests: ReadonlySet<string> = new Set()): string[] {
  return [`- **${id}**`, ...[...tests].map((test) => `  - ${test}`)];
}

/** Without the ids, and without what stands for a row of a table. */
function wordsOf(title: string): string {
  const words = title.replace(/^[^:]*: /, '').replaceAll(/\\(['"`])/g, '$1');
  return words.replaceAll(/%[sjdio]|\$\{[^}]*\}/g, '…').replaceAll(/([<>*_|])/g, '\\$1');
}

function byId(a: string, b: string): number {
  const number = (id: string) => Number.parseInt(id.slice(1), 10);
  return a.charAt(0).localeCompare(b.charAt(0)) || number(a) - number(b) || a.localeCompare(b);
}

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Every document of the project, from its root. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

export function readDocument(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

/** The first and last column of each row of the tables that begin with `| key |`. */
export function keyRows(text: string): { readonly key: string; readonly fallback: string }[] {
  const tables = text.matchAll(/^\| key \|.*\n\|[-|]+\|\n((?:\|.*\n)+)/gm);
  return [...tables].flatMap(([, rows = '']) =>
    rows
      .trimEnd()
      .split('\n')
      .map((row) => {
        const cells = row.split('|').map((cell) => cell.trim());
        return { key: (cells[1] ?? '').replaceAll('`', ''), fallback: cells.at(-2) ?? '' };
      }),
  );
}

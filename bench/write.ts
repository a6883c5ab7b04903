import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));
const BEGIN = '<!-- begin: npm run bench -->';
const END = '<!-- end: npm run bench -->';

/** Puts the table into the README and everything that was measured beside this file. */
export async function writeDown(section: string, results: object): Promise<void> {
  const readme = await readFile(README, 'utf8');
  await writeFile(README, between(readme, section));
  await writeFile(RESULTS, `${JSON.stringify(results, undefined, 1)}\n`);
}

/** Replaces what is between the markers. @throws when they are not there. */
export function between(text: string, section: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`bench: README.md has no ${BEGIN} … ${END}. Put them back.`);
  return `${text.slice(0, from)}${BEGIN}\n\n${section}\n\n${text.slice(to)}`;
}

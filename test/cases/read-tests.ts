import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestFile } from './behaviours.ts';

/** Files that try how ids are read: theirs stand for nothing. */
const OF_LISTS = ['test/unit/cases/results.test.ts', 'test/unit/docs/behaviours.test.ts'];

/** Every file of tests, and of cases that tests are made of. @param root the repository's */
export function readTests(root: string): TestFile[] {
  const paths = globSync('test/{unit,integration,contract}/**/*.ts', { cwd: root }).toSorted();
  const shown = paths.filter((path) => !OF_LISTS.includes(path));
  return shown.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

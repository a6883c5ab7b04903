import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LONG, SCALES } from './scale.ts';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

/** What `npm test` leaves to `npm run test:all`, a line each: whole files, and the rest of what is generated. */
export function onlyAll(root = TESTS): string[] {
  const files = globSync(LONG, { cwd: root }).toSorted();
  const counts = Object.entries(SCALES).map(
    ([what, { quick, all }]) => `${what}: ${all} of them, here ${quick}`,
  );
  return [...files.map((file) => `test/${file}`), ...counts];
}

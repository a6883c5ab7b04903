import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

const root = fileURLToPath(new URL('../../src/', import.meta.url));

/**
 * What generated cases begin with: the same for the same code, another one after each change of it. So a failure is the
 * change's own, comes again wherever it is looked into, and no two changes are tried with the same cases. `PLUMBLINE_SEED`
 * tries others.
 */
export const SEED = Number(process.env['PLUMBLINE_SEED'] ?? seedOfSource());

function seedOfSource(): number {
  const hash = createHash('sha256');
  for (const path of globSync('**/*.ts', { cwd: root }).toSorted()) hash.update(readFileSync(root + path));
  return hash.digest().readUInt32BE() >>> 1;
}

fc.configureGlobal({ seed: SEED });

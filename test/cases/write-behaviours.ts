/** `npm run behaviours`: writes the list of behaviours from the tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { behavioursOf } from './behaviours.ts';
import { readTests } from './read-tests.ts';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/behaviours.md'), behavioursOf(readTests(root)));

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../src/store/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder whose embedded database was made, and is empty: making one takes seconds, a copy does not. */
    emptyDatabase: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-database-'));
  const database = await openEmbedded(folder);
  await database.close();
  project.provide('emptyDatabase', join(folder, 'database'));
  return () => rm(folder, { recursive: true });
}

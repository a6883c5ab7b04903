import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Stage, git } from './stage.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

/** A fresh repository: `main` as it is deployed, and `feature` as it is proposed. */
export async function makeRepository(stage: Stage): Promise<void> {
  await git(stage, 'init', '--quiet', '--initial-branch=main');
  await git(stage, 'config', 'user.name', 'Demo');
  await git(stage, 'config', 'user.email', 'demo@example.com');
  await cp(join(FIXTURE, 'base'), stage.folder, { recursive: true });
  await commit(stage, 'The shop as it is deployed');
  await git(stage, 'checkout', '--quiet', '-b', 'feature');
  await cp(join(FIXTURE, 'feature'), stage.folder, { recursive: true });
  await rm(join(stage.folder, '.removed'));
  const removed = await readFile(join(FIXTURE, 'feature', '.removed'), 'utf8');
  for (const path of removed.split('\n').filter((line) => line !== '')) await rm(join(stage.folder, path));
  await commit(stage, 'A new web image, and one ConfigMap less');
  await git(stage, 'checkout', '--quiet', 'main');
}

async function commit(stage: Stage, message: string): Promise<void> {
  await git(stage, 'add', '--all');
  await git(stage, 'commit', '--quiet', '--message', message);
}

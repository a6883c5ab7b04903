import { resolve } from 'node:path';
import type { Proposal, Repository } from '../ports/repository.ts';
import type { Source } from '../ports/source.ts';
import { findRoot } from './find-root.ts';
import { type History, openHistory } from './history.ts';
import { createCommitSource } from './source/commit-source.ts';
import { createFolderSource } from './source/folder-source.ts';

/**
 * The Git checkout around a folder, or undefined where there is none.
 * @throws OpsError `not-found` for a missing folder, `tool-failed` when Git refuses to open the checkout.
 */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  const root = await findRoot(resolve(folder));
  if (root === undefined) return undefined;
  const history = openHistory(root);
  const repository = await history.origin();
  return {
    root,
    workingSource: () => createFolderSource(root, { repository, description: 'working folder' }),
    propose: (base, head) => propose({ root, history, repository }, base, head),
  };
}

interface Opened {
  readonly root: string;
  readonly history: History;
  readonly repository: string;
}

async function propose(opened: Opened, base?: string, head = 'HEAD'): Promise<Proposal> {
  const { history } = opened;
  const into = await named(history, base ?? (await history.defaultBranch()));
  const from = await named(history, head);
  const merged = await history.mergeTree(into.commit, from.commit);
  return {
    base: await sourceOf(opened, into.commit, into.description),
    proposed: await sourceOf(opened, merged, `${from.description} merged into ${into.description}`),
    changed: await history.changedFiles(into.commit, merged),
  };
}

async function named(history: History, revision: string): Promise<{ commit: string; description: string }> {
  const commit = await history.resolve(revision);
  const short = commit.slice(0, 7);
  return { commit, description: commit.startsWith(revision) ? short : `${revision} (${short})` };
}

function sourceOf({ root, repository }: Opened, id: string, description: string): Promise<Source> {
  return createCommitSource(root, id, { repository, description, standing: 'own' });
}

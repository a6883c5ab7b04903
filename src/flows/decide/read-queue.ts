import { OpsError } from '../../core/errors.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { QueueRef } from '../../ports/mirror.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import { type Base, type BaseDeps, readBase } from '../configuration/read-base.ts';

export interface QueueDeps extends BaseDeps {
  readonly pulls: Pick<Pulls, 'read'>;
}

/** An entry of the merge queue into the default branch, and its pull request as GitHub has it now. */
export interface Entry extends Omit<QueueRef, 'pull'> {
  readonly pull: PullRequest;
}

export interface Queue {
  readonly base: Base;
  /** In no order: each entry names its parent. */
  readonly entries: readonly Entry[];
}

/** @returns undefined where nothing is queued */
export async function readQueue(deps: QueueDeps, repository: RepositoryRef): Promise<Queue | undefined> {
  const { name: branch } = await deps.repositories.defaultBranch(repository);
  const refs = (await deps.mirror.fetch(repository, { branches: [branch], queue: branch })).queued();
  const read = await Promise.all(refs.map((ref) => readEntry(deps, repository, ref)));
  const entries = read.filter((entry) => entry?.pull.state === 'open' && entry.pull.base.branch === branch);
  const known = entries.filter((entry) => entry !== undefined);
  if (known.length === 0) return undefined;
  const base = await readBase(
    deps,
    repository,
    known.map(({ pull }) => pull.number),
  );
  return { base, entries: known };
}

/** Undefined: no pull request has the number in the branch's name. */
async function readEntry(
  { pulls }: QueueDeps,
  repository: RepositoryRef,
  { pull: number, ...ref }: QueueRef,
): Promise<Entry | undefined> {
  try {
    return { ...ref, pull: await pulls.read({ repository, number }) };
  } catch (error) {
    if (error instanceof OpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

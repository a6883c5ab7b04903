import { type RepositoryRef, type PullRef, refKey } from '../../core/refs.ts';
import type { Conversation } from '../../ports/conversation.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { PullRequest, Pulls, Repositories } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { elsewhereComment } from '../../report/github/replies.ts';
import { PREVIEW_MARKER } from '../../report/markdown/markdown.ts';

export interface DecidePullDeps {
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
  readonly pulls: Pick<Pulls, 'read'>;
  readonly previews: Pick<PreviewRecords, 'ofPull' | 'standing'>;
  readonly conversation: Pick<Conversation, 'keep'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** A pull request as GitHub had it, and the default branch. */
export interface ReadPull {
  readonly pull: PullRequest;
  readonly branch: string;
}

export async function readPull(
  { pulls, repositories }: Pick<DecidePullDeps, 'pulls' | 'repositories'>,
  ref: PullRef,
): Promise<ReadPull> {
  const pull = await pulls.read(ref);
  const { name: branch } = await repositories.defaultBranch(ref.repository);
  return { pull, branch };
}

/**
 * Enqueues the decision on a pull request's head, and on its previous head, which is a head no longer. A decision reads
 * its facts itself.
 */
export async function decidePull(deps: DecidePullDeps, { pull, branch }: ReadPull): Promise<void> {
  const { repository } = pull;
  if (pull.base.branch !== branch) await sayElsewhere(deps, pull, branch);
  const before = await headBefore(deps, pull);
  for (const commit of [pull.head.sha, ...before]) await decideLater(deps.jobs, repository, commit);
}

export function decideLater(
  jobs: Pick<Jobs, 'enqueue'>,
  repository: RepositoryRef,
  commit: string,
): Promise<void> {
  return jobs.enqueue('decide-commit', { repository, commit }, { key: refKey({ repository, commit }) });
}

async function headBefore({ previews }: DecidePullDeps, pull: PullRequest): Promise<readonly string[]> {
  const records = await previews.ofPull(pull);
  const others = records.map(({ head }) => head).filter((head) => head !== pull.head.sha);
  if (others.length === 0) return [];
  // The checks of a head that was left are withdrawn already.
  const standing = await previews.standing(pull.repository.id);
  return others.slice(-1).filter((head) => standing.includes(head));
}

/** Replaces the comment of a retargeted pull request: the old one is no longer true. */
async function sayElsewhere({ conversation }: DecidePullDeps, pull: PullRequest, branch: string) {
  if (pull.state !== 'open') return;
  const comment = `${PREVIEW_MARKER}\n${elsewhereComment(branch)}`;
  await conversation.keep(pull, PREVIEW_MARKER, comment, { ifThere: true });
}

import { HttpError } from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { closeAsMerged } from './close.ts';
import { type HowToMerge, mergeCommit } from './merge-commit.ts';
import type { PullIssue } from './present.ts';
import { checkProtection, mayBypass } from './protection.ts';

export interface MergeRequest extends HowToMerge {
  /** The head that the caller has seen. */
  readonly sha?: string;
}

/** Presses the merge button. @returns what landed on the base. @throws HttpError 405 or 409 with GitHub's words */
export async function mergePull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  request: MergeRequest,
): Promise<string> {
  const { pull } = issue;
  if (issue.state === 'closed' || pull.draft) throw new HttpError(405, 'Pull Request is not mergeable');
  if (request.sha !== undefined && request.sha !== pull.head.sha)
    throw new HttpError(409, 'Head branch was modified. Review and try the merge again.');
  if (!mayBypass(world, repository, pull.base.ref, request.by)) {
    if (repository.queues.has(pull.base.ref))
      throw new HttpError(405, 'Changes must be made through the merge queue');
    await checkProtection(world, repository, issue);
  }
  const ref = `refs/heads/${pull.base.ref}`;
  const base = await world.git(repository).resolve(ref);
  const landed = base === undefined ? undefined : await mergeCommit(world, repository, issue, request, base);
  if (landed === undefined) throw new HttpError(405, 'Pull Request is not mergeable');
  pull.mergeMethod = request.method;
  // Closed first, so that the movement of the base finds it so.
  await closeAsMerged(world, repository, issue, request.by, landed);
  await world.moveRef({ repository, ref, after: landed, actor: request.by, by: 'pr_merge' });
  return landed;
}

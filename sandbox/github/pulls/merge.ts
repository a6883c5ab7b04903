import { signatureOf, commitByWebFlow } from '../git/signature.ts';
import type { Account, MergeMethod, Protection, Repository } from '../model.ts';
import { latestRuns } from '../checks/suites.ts';
import type { PullIssue } from '../present/pull.ts';
import { HttpError } from '../route.ts';
import type { World } from '../world.ts';
import { closeAsMerged } from './close.ts';

export interface MergeRequest {
  readonly method: MergeMethod;
  readonly by: Account;
  readonly title?: string;
  readonly message?: string;
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
  const protection = repository.protection.get(pull.base.ref);
  if (protection !== undefined) checkProtection(world, repository, issue, protection, request.by);
  const ref = `refs/heads/${pull.base.ref}`;
  const base = await world.git(repository).resolve(ref);
  const landed = base === undefined ? undefined : await land(world, repository, issue, request, base);
  if (landed === undefined) throw new HttpError(405, 'Pull Request is not mergeable');
  pull.mergeMethod = request.method;
  // Closed first, so that the movement of the base finds it so.
  await closeAsMerged(world, repository, issue, request.by, landed);
  await world.moveRef({ repository, ref, after: landed, actor: request.by, by: 'pr_merge' });
  return landed;
}

async function land(
  world: World,
  repository: Repository,
  issue: PullIssue,
  { method, by, title, message }: MergeRequest,
  base: string,
): Promise<string | undefined> {
  const git = world.git(repository);
  const { pull, number } = issue;
  const author = signatureOf(world, by);
  // Replayed commits are committed by whoever merges, and signed by nobody.
  if (method === 'rebase') return git.rebase(base, pull.head.sha, author);
  const tree = await git.mergeTree(base, pull.head.sha);
  if (tree === undefined) return undefined;
  const squash = method === 'squash';
  const usual = squash
    ? `${issue.title} (#${number})`
    : `Merge pull request #${number} from ${pull.head.owner.login}/${pull.head.ref}`;
  const text = `${title ?? usual}\n\n${message ?? (squash ? '' : issue.title)}`.trimEnd();
  const parents = squash ? [base] : [base, pull.head.sha];
  return commitByWebFlow(world, repository, { tree, parents, message: text, author });
}

function checkProtection(
  world: World,
  repository: Repository,
  { pull, author }: PullIssue,
  protection: Protection,
  by: Account,
): void {
  if (world.roleOf(by, repository) === 'admin' && !protection.enforceAdmins) return;
  const runs = latestRuns(repository.checkRuns.filter(({ headSha }) => headSha === pull.head.sha));
  for (const { context, appId } of protection.requiredChecks) {
    const run = runs.find(({ name, app }) => name === context && (appId ?? app.id) === app.id);
    const passed = ['success', 'neutral', 'skipped'].includes(run?.conclusion ?? '');
    if (!passed) throw new HttpError(405, `Required status check "${context}" is expected.`);
  }
  const approvals = new Set(
    pull.reviews
      .filter(({ state, author: { login } }) => state === 'APPROVED' && login !== author.login)
      .map(({ author: { id } }) => id),
  );
  if (approvals.size < protection.requiredApprovals)
    throw new HttpError(
      405,
      `At least ${protection.requiredApprovals} approving review is required by reviewers with write access.`,
    );
}

import { verdictOf } from '../checks/required.ts';
import { inForce } from '../rules/applying.ts';
import { HttpError } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { PullIssue } from './present.ts';

/** Whether somebody may pass the protection of a branch by. */
export function mayBypass(world: World, repository: Repository, branch: string, by: Account): boolean {
  const protection = inForce(repository, branch);
  return world.roleOf(by, repository) === 'admin' && protection?.enforceAdmins !== true;
}

/** Why the base's protection does not let the pull request in. Undefined: it does. */
export async function refusalOf(
  world: World,
  repository: Repository,
  { pull, author }: PullIssue,
): Promise<string | undefined> {
  const protection = inForce(repository, pull.base.ref);
  if (protection === undefined) return undefined;
  for (const check of protection.requiredChecks) {
    const verdict = verdictOf(repository, pull.head.sha, check);
    if (verdict === 'pending') return `Required status check "${check.context}" is expected.`;
    if (verdict === 'failed') return `Required status check "${check.context}" is failing.`;
  }
  const approved = pull.reviews.filter(({ state, author: by }) => state === 'APPROVED' && by !== author);
  const { requiredApprovals: wanted } = protection;
  if (new Set(approved.map((review) => review.author)).size < wanted)
    return `At least ${wanted} approving review${wanted === 1 ? ' is' : 's are'} required by reviewers with write access.`;
  if (!protection.strict) return undefined;
  const git = world.git(repository);
  const tip = await git.resolve(`refs/heads/${pull.base.ref}`);
  const fresh = tip === undefined || (await git.mergeBase(tip, pull.head.sha)) === tip;
  return fresh ? undefined : 'The head branch is not up to date with the base branch.';
}

/** @throws HttpError 405 */
export async function checkProtection(world: World, repository: Repository, issue: PullIssue): Promise<void> {
  const refusal = await refusalOf(world, repository, issue);
  if (refusal !== undefined) throw new HttpError(405, refusal);
}

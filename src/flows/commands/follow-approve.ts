import type { Command } from '../../core/command.ts';
import { isSame } from '../../core/gate/approvals.ts';
import { wordGiven } from '../../core/gate/word-given.ts';
import { refKey } from '../../core/refs.ts';
import type { JobContext } from '../../ports/jobs.ts';
import { deployedReason, remarksReply } from '../../report/github/replies.ts';
import { type Judged, judgePull } from '../decide/judge-pull.ts';
import { deployStates } from './follow-deploy.ts';
import { type About, type FollowDeps, type Followed, insistOnShown, notYet } from './followed.ts';

type Approve = Extract<Command, { name: 'approve' }>;

/** The comment is itself the approval, read by the decision. The answer tells whether it counts by the gate's rules. */
export async function followApprove(
  deps: FollowDeps,
  about: About<Approve>,
  { last }: Pick<JobContext, 'last'>,
): Promise<Followed> {
  const { repository, number, pull, base, command, said } = about;
  await deps.jobs.enqueue('decide', { repository, number }, { key: refKey({ repository, number }) });
  const all = await judgePull(deps, pull, base);
  const judged = all.filter(({ environment }) => environment === (command.environment ?? environment));
  if (!last) judged.forEach((each) => insistOnCertain(about, each));
  const done = pull.state === 'merged' ? await deployedOf(deps, about, judged) : [];
  const { counts, remarks } = wordGiven(
    said,
    judged.filter(({ environment }) => !done.includes(environment)),
  );
  const late = done.map((environment) => ({ environment, reason: deployedReason() }));
  const lines = remarks.length === 0 && counts ? [] : [...remarks, ...late];
  return { followed: counts, ...(lines.length > 0 && { line: remarksReply(lines) }) };
}

/** @throws OpsError `conflict` (retryable) while nobody can tell yet whether the approval counts */
function insistOnCertain({ pull, said }: About, { facts, record }: Judged): void {
  const isListed = facts.comments.some(
    ({ user, createdAt }) => createdAt === said.createdAt && isSame(user, said.author.login),
  );
  if (!isListed)
    throw notYet(pull, "the approval is not in GitHub's list of comments yet. It is looked at again.");
  insistOnShown(pull, record);
}

async function deployedOf(
  deps: Pick<FollowDeps, 'syncs'>,
  about: About,
  judged: readonly Judged[],
): Promise<readonly string[]> {
  const views = await deployStates(deps, about, judged);
  return views
    .filter(({ state }) => state === 'deployed' || state === 'running')
    .map(({ environment }) => environment);
}

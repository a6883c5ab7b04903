import { basisOfDecision } from '../../core/gate/basis.ts';
import { strictest } from '../../core/gate/strictest.ts';
import { refKey } from '../../core/refs.ts';
import type { JobData, Jobs } from '../../ports/jobs.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { isReadable } from '../configuration/configuration-in-force.ts';
import { type BaseDeps, type Judge, readJudge } from '../configuration/read-base.ts';
import { type AnnounceDeps, announceDeployments } from '../deploy/announce-deployment.ts';
import { lookAtQueue } from '../jobs-for.ts';
import { decideLater } from './decide-pull.ts';
import { type JudgeDeps, judgePull } from './judge-pull.ts';
import { type LetInDeps, isLetIn } from './let-in.ts';
import { type HeadDeps, pullsOfHead } from './pulls-of-head.ts';
import { type BasisDeps, readBasis } from './read-basis.ts';
import { type ShowDeps, type Case, isToBeShown, showCommit } from './show-commit.ts';
import { type WithdrawDeps, closeGone, withdraw } from './withdraw-checks.ts';

export type DecideCommitDeps = BaseDeps &
  HeadDeps &
  JudgeDeps &
  LetInDeps &
  BasisDeps &
  ShowDeps &
  WithdrawDeps &
  AnnounceDeps & {
    readonly previews: Pick<PreviewRecords, 'left'>;
    readonly jobs: Pick<Jobs, 'enqueue'>;
  };

/**
 * Decides the plans of every pull request whose head is the commit, and shows the decisions. A check is of a commit, so
 * it carries the strictest verdict; a comment is of one pull request.
 */
export async function decideCommit(
  deps: DecideCommitDeps,
  { repository, commit }: JobData['decide-commit'],
): Promise<void> {
  const base = await readJudge(deps, repository);
  const pulls = await pullsOfHead(deps, repository, commit, base.branch);
  if (pulls.length === 0) {
    await withdraw(deps, { repository, commit }, base);
    await lookAtQueue(deps.jobs, repository);
  } else await decideAbout(deps, { repository, commit }, pulls, base);
  // No check of this commit has to be withdrawn from now on.
  if (pulls.every(({ state }) => state !== 'open')) await deps.previews.left(repository.id, [commit]);
}

async function decideAbout(
  deps: DecideCommitDeps,
  { repository, commit }: JobData['decide-commit'],
  pulls: readonly PullRequest[],
  base: Judge,
): Promise<void> {
  if (await isOnlyQueued(deps, { repository, commit }, base, pulls)) return;
  const basis = basisOfDecision(await readBasis(deps, { repository, commit }, pulls, base));
  const cases: Case[] = [];
  for (const pull of pulls) cases.push(...(await casesOf(deps, pull, base)));
  const environments = [...new Set(cases.map(({ environment }) => environment))];
  const said = environments.flatMap(
    (environment) => strictest(cases.filter((each) => each.environment === environment)) ?? [],
  );
  const shown = await showCommit(deps, { repository, commit }, { pulls, cases, said, basis });
  // A check shows one plan at a time: the commit's other plans come next.
  if (shown && cases.some((each) => isToBeShown(each) && !each.shown && !said.includes(each)))
    await decideLater(deps.jobs, repository, commit);
  // Without a readable configuration nobody knows which environments are gone.
  if (isReadable(deps.configuration, base.inForce))
    await closeGone(deps, { repository, commit }, environments);
  // Of a merged pull request passed plans are deployed; for the others the reason is announced.
  for (const { pull, record, decision } of cases.filter((each) => each.pull.state === 'merged')) {
    if (decision.verdict === 'approved') await deploy(deps, pull);
    else if (record !== undefined && record.targets.length > 0) await announceDeployments(deps, pull);
  }
}

/**
 * Whether the commit is a merge queue's entry, and the head only of fork pull requests that nobody let in. Its checks
 * are the queue's then, or anybody could hold it up by proposing its commit from a fork.
 */
async function isOnlyQueued(
  deps: DecideCommitDeps,
  { repository, commit }: JobData['decide-commit'],
  { branch }: Judge,
  pulls: readonly PullRequest[],
): Promise<boolean> {
  for (const pull of pulls) if (await isLetIn(deps, pull)) return false;
  const commits = await deps.mirror.fetch(repository, { branches: [branch], queue: branch });
  return commits.queued().some((entry) => entry.commit === commit);
}

async function casesOf(deps: DecideCommitDeps, pull: PullRequest, base: Judge): Promise<Case[]> {
  return (await judgePull(deps, pull, base)).map((judged) => ({
    ...judged,
    pull,
    verdict: judged.decision.verdict,
    held: judged.record?.held === true,
    merged: pull.state === 'merged',
    shown: judged.record?.shownAt !== undefined,
  }));
}

function deploy(
  { jobs }: Pick<DecideCommitDeps, 'jobs'>,
  { repository, number }: PullRequest,
): Promise<void> {
  return jobs.enqueue('deploy', { repository, number }, { key: refKey({ repository, number }) });
}

import { passedRecord } from '../../core/gate/judge.ts';
import { refKey } from '../../core/refs.ts';
import { deployState } from '../../core/sync/deploy-state.ts';
import {
  type DeployView,
  nothingFailedReply,
  nothingToDeployReply,
  plannedLateReply,
} from '../../report/github/replies.ts';
import { type Judged, judgePull } from '../decide/judge-pull.ts';
import { type About, type FollowDeps, type Followed, planPull, refused } from './followed.ts';

/** Deploys the approved, undeployed plans of a merged pull request. @param named the environment; absent: all */
export async function followSync(
  deps: FollowDeps,
  about: About,
  named: string | undefined,
): Promise<Followed> {
  const judged = await judgePull(deps, about.pull, about.base);
  const wanted = judged.filter(({ environment }) => environment === (named ?? environment));
  const views = await deployStates(deps, about, wanted);
  const isDue = views.some(({ state }) => state === 'due' || state === 'failed');
  if (isDue) {
    await deployAgain(deps, about, named);
    return { followed: true };
  }
  if (!views.some(({ state }) => state === 'unplanned')) return refused(nothingToDeployReply(views));
  await planPull(deps, about);
  return { followed: true, line: plannedLateReply() };
}

/** Tries the failed syncs of a merged pull request again, and plans its undeployed environments again. */
export async function followRetry(deps: FollowDeps, about: About): Promise<Followed> {
  const views = await deployStates(deps, about, await judgePull(deps, about.pull, about.base));
  const isAny = (...states: readonly DeployView['state'][]) =>
    views.some(({ state }) => states.includes(state));
  if (isAny('failed', 'due')) await deployAgain(deps, about, undefined);
  if (isAny('waits', 'unplanned')) await planPull(deps, about);
  if (isAny('failed', 'due', 'waits', 'unplanned')) return { followed: true };
  return refused(nothingFailedReply(views));
}

/** The state of each environment of a merged pull request. */
export async function deployStates(
  { syncs }: Pick<FollowDeps, 'syncs'>,
  { pull, previews }: About,
  judged: readonly Judged[],
): Promise<readonly DeployView[]> {
  const all = await syncs.ofPull(pull);
  const shown = previews.filter(({ head }) => head === pull.head.sha);
  return judged.map((each) => ({
    environment: each.environment,
    decision: each.decision,
    state: deployState(each, passedRecord(each, shown), shown, all),
  }));
}

/** Under a key of its own, beside a deployment that waits for its turn: that one does not try failed syncs again. */
function deployAgain(
  { jobs }: FollowDeps,
  { repository, number }: About,
  environment: string | undefined,
): Promise<void> {
  const data = {
    repository,
    number,
    again: true as const,
    ...(environment !== undefined && { environment }),
  };
  return jobs.enqueue('deploy', data, { key: `${refKey({ repository, number })}/${environment ?? ''}` });
}

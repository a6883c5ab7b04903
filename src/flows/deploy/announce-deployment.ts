import { isForGood } from '../../core/errors.ts';
import type { PullRef } from '../../core/refs.ts';
import { isEnded } from '../../core/sync/state.ts';
import type { Conversation } from '../../ports/conversation.ts';
import type { Deployments } from '../../ports/deployments.ts';
import type { Tell } from '../../ports/events.ts';
import type { Pulls } from '../../ports/pulls.ts';
import type { PreviewRecord } from '../../ports/records/preview-records.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import {
  type DeploymentView,
  DEPLOYMENT_MARKER,
  deploymentComment,
  notDeployed,
} from '../../report/github/deployment.ts';
import { type BaseDeps, readBase } from '../configuration/read-base.ts';
import { type JudgeDeps, type Judged, judgePull } from '../decide/judge-pull.ts';
import { latestSyncs } from './latest-syncs.ts';

export type AnnounceDeps = BaseDeps &
  JudgeDeps & {
    readonly pulls: Pick<Pulls, 'read'>;
    readonly syncs: Pick<SyncRecords, 'ofPull'>;
    readonly conversation: Pick<Conversation, 'keep'>;
    readonly tell: Tell;
  };

/** Comments a merged pull request with the state of each of its environments. */
export async function announceDeployments(deps: AnnounceDeps, pull: PullRef): Promise<void> {
  const records = await deps.previews.ofPull(pull);
  const syncs = await deps.syncs.ofPull(pull);
  const environments = environmentsOf(records);
  const isBegun = (environment: string) => syncs.some((sync) => sync.environment === environment);
  const judged = environments.every(isBegun) ? [] : await judgeNow(deps, pull);
  const views = environments.map((environment) => viewOf(environment, syncs, judged));
  if (views.length > 0) await say(deps, pull, deploymentComment(views));
}

/** Where GitHub refuses comments for good, as in a locked conversation, only its Deployments show the state. */
async function say(
  { conversation, tell }: Pick<AnnounceDeps, 'conversation' | 'tell'>,
  pull: PullRef,
  comment: string,
): Promise<void> {
  try {
    await conversation.keep(pull, DEPLOYMENT_MARKER, comment);
  } catch (error) {
    if (!isForGood(error)) throw error;
    tell({ type: 'github-failed', repository: pull.repository, error });
  }
}

/** The environments whose last plan touches a target. */
function environmentsOf(records: readonly PreviewRecord[]): string[] {
  const latest = new Map(records.map((record) => [record.environment, record]));
  return [...latest.values()]
    .filter(({ targets }) => targets.length > 0)
    .map(({ environment }) => environment);
}

async function judgeNow(deps: AnnounceDeps, pull: PullRef): Promise<readonly Judged[]> {
  const base = await readBase(deps, pull.repository);
  return judgePull(deps, await deps.pulls.read(pull), base);
}

function viewOf(environment: string, all: readonly SyncRecord[], judged: readonly Judged[]): DeploymentView {
  const syncs = latestSyncs(all.filter((sync) => sync.environment === environment));
  const own = judged.find((each) => each.environment === environment);
  if (syncs.length > 0 || own === undefined) return { environment, syncs };
  return { environment, syncs, waiting: notDeployed(own.decision, own.record?.fingerprint !== undefined) };
}

export interface ConcludeDeps {
  readonly syncs: Pick<SyncRecords, 'ofPull'>;
  readonly deployments: Pick<Deployments, 'progress'>;
}

/** Reports the end of a Deployment to GitHub, once all of its syncs have ended. */
export async function concludeDeployment(deps: ConcludeDeps, sync: SyncRecord): Promise<void> {
  const { repository, pull, deployment } = sync;
  if (deployment === undefined || pull === undefined) return;
  const all = await deps.syncs.ofPull({ repository, number: pull });
  const parts = latestSyncs(all.filter((each) => each.deployment === deployment));
  if (!parts.every(({ state }) => isEnded(state))) return;
  const bad = parts.filter(({ state }) => state !== 'synced' && state !== 'superseded');
  const isLater = parts.some(({ state }) => state === 'superseded');
  const good = isLater
    ? 'A later commit was synced first'
    : `Live is as ${sync.commit.slice(0, 7)} says, and healthy`;
  const description =
    bad.length === 0 ? good : bad.map(({ target, state }) => `${target}: ${state}`).join(', ');
  const state = bad.length === 0 ? 'success' : 'failure';
  await deps.deployments.progress(repository, deployment, { state, description, pull });
}

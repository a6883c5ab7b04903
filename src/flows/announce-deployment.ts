import { isEnded } from '../core/sync-state.ts';
import type { Conversation } from '../ports/conversation.ts';
import type { Deployments } from '../ports/deployments.ts';
import type { PullRef } from '../ports/jobs.ts';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import type { SyncRecord, SyncRecords } from '../ports/sync-records.ts';
import {
  DEPLOYMENT_MARKER,
  type DeploymentView,
  deploymentComment,
  notApproved,
} from '../report/deployment.ts';

export interface AnnounceDeps {
  readonly previews: Pick<PreviewRecords, 'ofPull'>;
  readonly syncs: Pick<SyncRecords, 'ofPull'>;
  readonly conversation: Pick<Conversation, 'keep'>;
  readonly deployments: Pick<Deployments, 'progress'>;
}

/** Says in a merged pull request how each of its environments stands. */
export async function announceDeployments(deps: AnnounceDeps, pull: PullRef): Promise<void> {
  const key = { repository: pull.repository.id, pull: pull.number };
  const records = await deps.previews.ofPull(key);
  const syncs = await deps.syncs.ofPull(key);
  const views = environmentsOf(records).map((environment) => viewOf(environment, syncs));
  if (views.length > 0) await deps.conversation.keep(pull, DEPLOYMENT_MARKER, deploymentComment(views));
}

/** Those of which the last plan touches a target. */
function environmentsOf(records: readonly PreviewRecord[]): string[] {
  const latest = new Map(records.map((record) => [record.environment, record]));
  return [...latest.values()]
    .filter(({ targets }) => targets.length > 0)
    .map(({ environment }) => environment);
}

function viewOf(environment: string, all: readonly SyncRecord[]): DeploymentView {
  const syncs = latestOf(all.filter((sync) => sync.environment === environment));
  if (syncs.length > 0) return { environment, syncs };
  return { environment, syncs, waiting: notApproved(environment) };
}

/** Of each target the last attempt. */
function latestOf(syncs: readonly SyncRecord[]): SyncRecord[] {
  return [...new Map(syncs.map((sync) => [sync.target, sync])).values()];
}

/** Says on GitHub's Deployment how it ended, once all of its targets have. */
export async function concludeDeployment(deps: AnnounceDeps, sync: SyncRecord): Promise<void> {
  const { repository, pull, deployment } = sync;
  if (deployment === undefined || pull === undefined) return;
  const all = await deps.syncs.ofPull({ repository: repository.id, pull });
  const parts = latestOf(all.filter((each) => each.deployment === deployment));
  if (!parts.every(({ state }) => isEnded(state))) return;
  const bad = parts.filter(({ state }) => state !== 'synced' && state !== 'superseded');
  const description =
    bad.length === 0
      ? `Live is as ${sync.commit.slice(0, 7)} says, and healthy`
      : bad.map(({ target, state }) => `${target}: ${state}`).join(', ');
  const state = bad.length === 0 ? 'success' : 'failure';
  await deps.deployments.progress(repository, deployment, { state, description });
}

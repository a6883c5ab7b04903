import { OpsError } from '../../core/errors.ts';
import type { ApprovedPlan } from '../../core/gate/approved-plan.ts';
import { deployable } from '../../core/gate/judge.ts';
import { type Plan, isEmpty } from '../../core/plan/plan.ts';
import { type PullRef, refKey } from '../../core/refs.ts';
import { toBegin } from '../../core/sync/to-begin.ts';
import type { Deployments } from '../../ports/deployments.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { PreviewRecord } from '../../ports/records/preview-records.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import { type BringDeps, bringIntoForce } from '../configuration/bring-into-force.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import { type Base, type BaseDeps, readBase } from '../configuration/read-base.ts';
import { type JudgeDeps, judgePull } from '../decide/judge-pull.ts';
import { type AnnounceDeps, announceDeployments } from './announce-deployment.ts';
import { type StillDeps, stillToDeploy } from './still-to-deploy.ts';

export type DeployDeps = BaseDeps &
  JudgeDeps &
  BringDeps &
  StillDeps &
  AnnounceDeps & {
    readonly syncs: Pick<SyncRecords, 'create' | 'update'>;
    readonly deployments: Pick<Deployments, 'create' | 'progress'>;
  };

/**
 * Begins the syncs of a merged pull request: for each environment exactly the plan that passed its gate. Its change of
 * the configuration comes into force first; without that, no plan made with the change is deployed.
 */
export async function deployPull(deps: DeployDeps, ref: JobData['deploy']): Promise<void> {
  const pull = await deps.pulls.read(ref);
  const { mergeCommit: commit } = pull;
  if (commit === undefined) throw notMergedYet(pull);
  const base = await readBase(deps, ref.repository);
  if (pull.base.branch !== base.branch) return;
  const records = await deps.previews.ofPull(ref);
  const shown = records.filter(({ head }) => head === pull.head.sha);
  // Merged before its plan was made: it is planned now, and waits for an approval.
  if (shown.length === 0) {
    const { repository, number } = ref;
    await deps.jobs.enqueue('preview', { repository, number }, { key: refKey(ref) });
    return;
  }
  await afterOneBefore(deps, base, commit, pull);
  const judged = await judgePull(deps, pull, base);
  const { inForce } = await bringIntoForce(deps, { ...pull, mergeCommit: commit }, base, judged);
  const config = readableConfigOf(deps.configuration, inForce);
  for (const each of judged) {
    const { environment } = each;
    const due =
      environment === (ref.environment ?? environment) ? deployable(each, shown, config) : undefined;
    if (due !== undefined && due.record.targets.length > 0)
      await deployEnvironment(deps, { pull, commit, environment, ...due, again: ref.again === true });
  }
  await announceDeployments(deps, ref);
}

/** A merge queue may merge several pull requests at once, each on top of another: they are deployed in that order. */
async function afterOneBefore(
  deps: DeployDeps,
  base: Base,
  commit: string,
  { repository, number }: PullRequest,
): Promise<void> {
  const stoodOn = await commitBefore(deps, base, commit, { repository, number });
  const before = await stillToDeploy(deps, repository, stoodOn, base);
  if (before === undefined) return;
  const first = { repository, number: before.pull.number };
  await deps.jobs.enqueue('deploy', first, { key: refKey(first) });
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: `#${first.number} was merged before it, and is deployed first. It is looked at again.`,
    retryable: true,
  });
}

/** The most commits of one pull request that a merge queue replays. */
const MOST_REPLAYED = 50;

/** The commit on the branch before the merge; where the commits were replayed, the one before the first of them. */
async function commitBefore(
  { pulls }: Pick<StillDeps, 'pulls'>,
  { commits }: Base,
  commit: string,
  { repository, number }: PullRef,
): Promise<string> {
  let before = await commits.parent(commit);
  for (let n = 0; n < MOST_REPLAYED; n += 1) {
    if (!(await pulls.ofHead(repository, before)).includes(number)) return before;
    before = await commits.parent(before);
  }
  return before;
}

/** The event of the merge has arrived, but GitHub's API may be late with it. */
function notMergedYet({ repository, number }: PullRequest): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: "it was merged, and GitHub's API does not say so yet. It is looked at again.",
    retryable: true,
  });
}

interface Passed {
  readonly pull: PullRequest;
  readonly commit: string;
  readonly environment: string;
  readonly record: PreviewRecord;
  readonly passed: ApprovedPlan;
  /** Whether a person asked for the deployment. */
  readonly again: boolean;
}

async function deployEnvironment(deps: DeployDeps, deploy: Passed): Promise<void> {
  const { repository } = deploy.pull;
  const plans = deploy.record.targets.flatMap((target) => (target.status === 'planned' ? [target.plan] : []));
  const before = await deps.syncs.ofPull(deploy.pull);
  const open = toBegin(plans, before, deploy.again);
  // Recorded before anything is shown or done, so that another process can take over.
  const syncs: SyncRecord[] = [];
  for (const plan of open) syncs.push(await recordSync(deps, deploy, plan));
  if (open.some((plan) => !isEmpty(plan))) await showDeployment(deps, deploy, syncs);
  for (const { id, target } of syncs) {
    await deps.jobs.enqueue('sync', { sync: id }, { key: refKey({ repository, target }) });
  }
}

function recordSync(
  { syncs, clock }: Pick<DeployDeps, 'syncs' | 'clock'>,
  { pull, commit, environment, passed }: Passed,
  plan: Plan,
): Promise<SyncRecord> {
  return syncs.create({
    repository: pull.repository,
    pull: pull.number,
    environment,
    target: plan.target,
    commit,
    approved: plan,
    approvers: passed.approvers,
    state: 'queued',
    createdAt: clock.now(),
  });
}

/** One Deployment for each environment and attempt. */
async function showDeployment(
  deps: Pick<DeployDeps, 'syncs' | 'deployments' | 'clock'>,
  { pull, commit, environment }: Passed,
  syncs: readonly SyncRecord[],
): Promise<void> {
  const without = syncs.filter(({ deployment }) => deployment === undefined);
  if (without.length === 0) return;
  const description = `#${pull.number}: ${pull.title}`;
  const { deployments, clock } = deps;
  const deployment = await deployments.create(pull.repository, {
    commit,
    environment,
    description,
  });
  for (const { id, state } of without) await deps.syncs.update(id, { state, deployment }, clock.now());
  const queued = { state: 'queued', description: 'Waiting for its turn', pull: pull.number } as const;
  await deployments.progress(pull.repository, deployment, queued);
}

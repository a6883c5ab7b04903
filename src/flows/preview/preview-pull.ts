import { OpsError } from '../../core/errors.ts';
import type { PullRef } from '../../core/refs.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { type ConfigurationDeps, checkConfiguration } from '../configuration/check-configuration.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import { type Base, type BaseDeps, readBase } from '../configuration/read-base.ts';
import type { ReadPull } from '../decide/decide-pull.ts';
import { type LetInDeps, isLetIn } from '../decide/let-in.ts';
import { refuseMoved } from '../decide/refuse-moved.ts';
import { type OwnRevertDeps, countedPaths } from '../drift/own-revert.ts';
import { type PlanDeps, type PlannedEnvironment, type Sides, planEnvironments } from './plan-environments.ts';
import { type ProposedEnvironment, proposedEnvironments } from './proposed-environments.ts';
import { isSamePlan } from './same-plan.ts';

export type PreviewPullDeps = BaseDeps &
  ConfigurationDeps &
  LetInDeps &
  OwnRevertDeps &
  PlanDeps & {
    readonly configuration: Pick<Configuration, 'paths'>;
    readonly pulls: Pick<Pulls, 'read'>;
    readonly previews: Pick<PreviewRecords, 'rebased' | 'save'>;
  };

/**
 * Plans the merge of a pull request, or the deployment of a merged one, and records the plans. Pull requests into other
 * branches than the default one are never deployed, and so not planned.
 * @returns the pull request as it was read, and the default branch
 * @throws OpsError `invalid-config` when the configuration in force cannot be read, unless the pull request touches it
 */
export async function previewPull(deps: PreviewPullDeps, ref: PullRef): Promise<ReadPull> {
  // The base is read first: it cannot hold the changes of a pull request that is still open afterwards.
  const base = await readBase(deps, ref.repository, [ref.number]);
  const pull = await deps.pulls.read(ref);
  const read = { pull, branch: base.branch };
  if (pull.state === 'closed' || pull.base.branch !== base.branch) return read;
  refuseMoved(pull, base);
  await refuseMerged(pull, base);
  const records = (await isLetIn(deps, pull)) ? await planned(deps, pull, base) : await held(base);
  await record(deps, pull, base, records);
  return read;
}

/** Plans of an open pull request that came out as those recorded last are those: what is said of them stays. */
async function record(
  { previews, clock }: Pick<PreviewPullDeps, 'previews' | 'clock'>,
  pull: PullRequest,
  base: Base,
  planned: readonly PlannedEnvironment[],
): Promise<void> {
  const before = await previews.ofPull(pull);
  for (const each of planned) {
    const last = before.findLast(({ environment }) => environment === each.environment);
    const isOfNow = pull.state === 'open' && last?.head === pull.head.sha;
    if (last !== undefined && isOfNow && isSamePlan(last, each)) await previews.rebased(last.id, base.tip);
    else await previews.save({ ...each, ...recordOf(pull, base), madeAt: clock.now() });
  }
}

/**
 * GitHub's API and its Git may be a moment apart about a merge. A merged pull request planned as open would seem to
 * change nothing, and one whose merge is not in Git yet cannot be planned.
 */
async function refuseMerged(
  { repository, number, state, head, mergeCommit }: PullRequest,
  base: Base,
): Promise<void> {
  const merged = await base.commits.contains(
    base.tip,
    state === 'open' ? head.sha : (mergeCommit ?? head.sha),
  );
  if (merged === (state !== 'open')) return;
  const [api, git] = merged ? ['open', 'merged'] : ['merged', 'open'];
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: `it is ${api} to GitHub's API, and ${git} to Git. It is looked at again.`,
    retryable: true,
  });
}

function recordOf(pull: PullRequest, base: Base) {
  return {
    repository: pull.repository.id,
    pull: pull.number,
    head: pull.head.sha,
    base: base.tip,
  };
}

/** The records of a held pull request: no target is planned, and every environment waits. */
async function held(base: Base): Promise<PlannedEnvironment[]> {
  const config = await base.config();
  return (config?.environments ?? []).map(({ name: environment }) => ({
    environment,
    targets: [],
    held: true,
  }));
}

async function planned(deps: PreviewPullDeps, pull: PullRequest, base: Base): Promise<PlannedEnvironment[]> {
  const sides = await sidesOf(pull, base);
  const changed = await countedPaths(deps, pull, base.commits, await changedBy(pull, base, sides));
  const touchesConfiguration = deps.configuration.paths.some((path) => changed.includes(path));
  const inForce = touchesConfiguration
    ? readableConfigOf(deps.configuration, base.inForce)
    : await base.config();
  // A repository without a configuration has nothing to plan.
  if (inForce === undefined && !touchesConfiguration) return [];
  if (sides instanceof OpsError) return failed(proposedEnvironments(inForce, undefined), 'merge', sides);
  const proposed = await checkConfiguration(deps, pull, sides.proposed, touchesConfiguration);
  if (proposed instanceof OpsError)
    return failed(proposedEnvironments(inForce, undefined), deps.configuration.paths[0] ?? '', proposed);
  return planEnvironments(deps, { pull, base, sides, changed }, inForce, proposed);
}

/** A problem of the whole pull request is recorded for every environment: nobody knows which ones it would change. */
function failed(
  environments: readonly ProposedEnvironment[],
  target: string,
  { code, message }: OpsError,
): PlannedEnvironment[] {
  return environments.map(({ name: environment }) => ({
    environment,
    targets: [{ status: 'failed', target, code, message }],
  }));
}

/** The sources before and after the merge. */
interface Merged extends Sides {
  /** Paths that differ between the two sides. */
  readonly changed: readonly string[];
}

/** The paths changed by the pull request's commits, or by the merge, which can change others too. */
async function changedBy(
  pull: PullRequest,
  base: Base,
  sides: Merged | OpsError,
): Promise<readonly string[]> {
  const own = await base.commits.changedSince(baseOf(pull, base), pull.head.sha);
  return [...new Set([...own, ...(sides instanceof OpsError ? [] : sides.changed)])];
}

/** The commit before the pull request's own changes; after a merge, the branch's tip holds them already. */
function baseOf(pull: PullRequest, base: Base): string {
  return pull.state === 'merged' ? pull.base.sha : base.tip;
}

/** @returns the refusal where head and base cannot be merged */
async function sidesOf(pull: PullRequest, { commits, tip }: Base): Promise<Merged | OpsError> {
  try {
    if (pull.mergeCommit === undefined) return await commits.propose(tip, pull.head.sha);
    const before = await commits.parent(pull.mergeCommit);
    return {
      base: await commits.source(before),
      proposed: await commits.source(pull.mergeCommit),
      changed: await commits.changedBetween(before, pull.mergeCommit),
    };
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'conflict' || error.retryable) throw error;
    return error;
  }
}

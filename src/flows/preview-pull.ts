import type { Config } from '../core/environment.ts';
import { silenced } from '../core/configuration/silenced.ts';
import { OpsError } from '../core/errors.ts';
import { environmentFingerprint } from '../core/gate/environment-fingerprint.ts';
import { verdictOf } from '../core/plan.ts';
import type { TargetPreview } from '../core/preview.ts';
import type { Target } from '../core/target.ts';
import type { Grants } from '../ports/grants.ts';
import type { PullRef } from '../ports/jobs.ts';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import type { PullRequest, Pulls } from '../ports/pulls.ts';
import type { Source } from '../ports/source.ts';
import { type ConfigurationDeps, checkConfiguration } from './check-configuration.ts';
import { readableConfigOf } from './configuration-in-force.ts';
import { type LetInDeps, isLetIn } from './let-in.ts';
import { type OwnRevertDeps, countedPaths, tellDrift } from './own-revert.ts';
import { type MeantDeps, meantTargets } from './meant-targets.ts';
import type { Engines } from './plan-target.ts';
import { previewTargets } from './preview.ts';
import { type ProposedEnvironment, proposedEnvironments } from './proposed-environments.ts';
import { type Base, type BaseDeps, readBase } from './read-base.ts';
import { refuseMoved } from './refuse-moved.ts';
import { sayingUndeployed } from './with-undeployed.ts';

export interface PreviewPullDeps extends BaseDeps, ConfigurationDeps, LetInDeps, OwnRevertDeps, MeantDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly previews: PreviewRecords;
  readonly grants: Grants;
}

/**
 * Plans what merging would change live, or, of a merged one, what deploying it would, and records it. Only what is to
 * reach the default branch is ever deployed, so of any other pull request nothing is planned.
 * @throws OpsError `invalid-config` when the configuration in force cannot be read, and the pull request does not mend it
 */
export async function previewPull(deps: PreviewPullDeps, ref: PullRef): Promise<void> {
  // The base first: of what is still open after that, the base does not hold the changes yet.
  const base = await readBase(deps, ref.repository, [ref.number]);
  const pull = await deps.pulls.read(ref);
  if (pull.state === 'closed' || pull.base.branch !== base.branch) return;
  refuseMoved(pull, base);
  await refuseMerged(pull, base);
  const records = (await isLetIn(deps, pull)) ? await planned(deps, pull, base) : await held(pull, base);
  for (const record of records)
    await deps.previews.save({ ...record, ...recordOf(pull, base), madeAt: deps.clock.now() });
}

/** A merge that the API is late with: planned as open, it would seem to change nothing. */
async function refuseMerged({ repository, number, state, head }: PullRequest, base: Base): Promise<void> {
  if (state !== 'open' || !(await base.commits.contains(base.tip, head.sha))) return;
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: "it is open to GitHub's API, and merged to Git. It is looked at again.",
    retryable: true,
  });
}

type Record = Omit<PreviewRecord, keyof ReturnType<typeof recordOf> | 'madeAt'>;

function recordOf(pull: PullRequest, base: Base) {
  return {
    repository: pull.repository.id,
    pull: pull.number,
    head: pull.head.sha,
    base: base.tip,
  };
}

/** Nothing of it is planned, and every environment waits. */
async function held(_pull: PullRequest, base: Base): Promise<Record[]> {
  const config = await base.config();
  return (config?.environments ?? []).map(({ name: environment }) => ({
    environment,
    targets: [],
    held: true,
  }));
}

async function planned(deps: PreviewPullDeps, pull: PullRequest, base: Base): Promise<Record[]> {
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

/** What keeps all of it from being planned is said in every environment: nobody knows which ones it would change. */
function failed(
  environments: readonly ProposedEnvironment[],
  target: string,
  { code, message }: OpsError,
): Record[] {
  return environments.map(({ name: environment }) => ({
    environment,
    targets: [{ status: 'failed', target, code, message }],
  }));
}

interface Sides {
  readonly base: Source;
  readonly proposed: Source;
  /** Paths that differ between the two. */
  readonly changed: readonly string[];
}

interface Proposed {
  readonly pull: PullRequest;
  readonly base: Base;
  readonly sides: Sides;
  /** Paths that the pull request changes. */
  readonly changed: readonly string[];
}

async function planEnvironments(
  deps: PreviewPullDeps,
  { pull, base, sides, changed }: Proposed,
  inForce: Config | undefined,
  proposed: { readonly config: Config | undefined } | undefined,
): Promise<Record[]> {
  const source = await base.commits.source(base.tip);
  const limit = (target: Target) => deps.grants.limit(target, pull.repository.name);
  const records: Record[] = [];
  const environments = proposedEnvironments(inForce, proposed);
  const all = environments.flatMap(({ targets }) => targets.map(limit));
  for (const { name: environment, configuration, ...given } of environments) {
    const own = all.filter((target) => target.environment === environment);
    const proposal = { repository: pull.repository, base: source, changed };
    const wanted = await meantTargets(deps, proposal, given, own);
    const previews = await previewTargets(deps.engines, { ...sides, targets: all }, ({ id }) =>
      wanted.has(id),
    );
    const saying = await sayingWhatIsSilenced(deps.engines, sides, own, given.ignored, previews);
    const told = await tellDrift(deps, pull.repository, saying);
    const targets = await sayingUndeployed(deps, pull.repository, told);
    const fingerprint = fingerprintOf(targets, configuration);
    records.push({
      environment,
      targets,
      ...(configuration !== undefined && { configuration }),
      ...(fingerprint !== undefined && { fingerprint }),
    });
  }
  return records;
}

/** What the proposed rules would leave alone and those in force would not is said in the plan's warnings. */
async function sayingWhatIsSilenced(
  engines: Engines,
  sides: Sides,
  targets: readonly Target[],
  ignored: ProposedEnvironment['ignored'],
  previews: readonly TargetPreview[],
): Promise<TargetPreview[]> {
  const said: TargetPreview[] = [];
  for (const preview of previews) {
    const target = targets.find(({ id }) => id === preview.target);
    const ignore = ignored.get(preview.target);
    if (preview.status === 'failed' || target === undefined || ignore === undefined) said.push(preview);
    else {
      const [before] = await previewTargets(
        engines,
        { ...sides, targets: [{ ...target, ignore }] },
        () => true,
      );
      const warnings = before?.status === 'planned' ? silenced(before.plan, preview.plan) : [];
      const plan = { ...preview.plan, warnings: [...preview.plan.warnings, ...warnings] };
      said.push({ ...preview, plan });
    }
  }
  return said;
}

/** What its commits change, and what merging does: of lines that were merged before, that can be more. */
async function changedBy(pull: PullRequest, base: Base, sides: Sides | OpsError): Promise<readonly string[]> {
  const own = await base.commits.changedSince(baseOf(pull, base), pull.head.sha);
  return [...new Set([...own, ...(sides instanceof OpsError ? [] : sides.changed)])];
}

/** Where the pull request's own changes begin: after the merge the branch holds them already. */
function baseOf(pull: PullRequest, base: Base): string {
  return pull.state === 'merged' ? pull.base.sha : base.tip;
}

/** @returns the refusal where the two cannot be merged */
async function sidesOf(pull: PullRequest, { commits, tip }: Base): Promise<Sides | OpsError> {
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

/** Undefined when one of the targets cannot be told: there is nothing that could be approved. */
function fingerprintOf(
  targets: readonly TargetPreview[],
  configuration: ProposedEnvironment['configuration'],
): string | undefined {
  const plans = [];
  for (const target of targets) {
    if (target.status === 'failed' || verdictOf(target.plan) === 'unknown') return undefined;
    plans.push({ target: target.target, fingerprint: target.plan.fingerprint });
  }
  return environmentFingerprint(plans, configuration);
}

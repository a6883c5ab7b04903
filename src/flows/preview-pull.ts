import type { Config, Environment } from '../core/environment.ts';
import { OpsError } from '../core/errors.ts';
import { environmentFingerprint } from '../core/gate/environment-fingerprint.ts';
import { verdictOf } from '../core/plan.ts';
import type { TargetPreview } from '../core/preview.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grants } from '../ports/grants.ts';
import type { PullRef } from '../ports/jobs.ts';
import type { PreviewRecord, PreviewRecords } from '../ports/preview-records.ts';
import type { PullRequest, Pulls } from '../ports/pulls.ts';
import type { Source } from '../ports/source.ts';
import { type OwnRevertDeps, countedPaths, tellDrift } from './own-revert.ts';
import type { Engines } from './plan-target.ts';
import { preview } from './preview.ts';
import { type ConfigurationDeps, checkConfiguration } from './check-configuration.ts';
import { touchedTargets } from './touched.ts';
import { type Base, type BaseDeps, readBase } from './read-base.ts';

export interface PreviewPullDeps extends BaseDeps, ConfigurationDeps, OwnRevertDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly previews: PreviewRecords;
  readonly engines: Engines;
  readonly grants: Grants;
  readonly clock: Clock;
}

/**
 * Plans what merging would change live, or, of a merged one, what deploying it would, and records it.
 * @returns whether there was anything to plan: a repository without a configuration has nothing.
 * @throws OpsError `invalid-config` when the default branch's configuration cannot be read.
 */
export async function previewPull(deps: PreviewPullDeps, ref: PullRef): Promise<boolean> {
  // The base first: of what is still open after that, the base does not hold the changes yet.
  const base = await readBase(deps, ref.repository, [ref.number]);
  const pull = await deps.pulls.read(ref);
  if (pull.state === 'closed') return false;
  refuseMoved(pull, base);
  await refuseMerged(pull, base);
  const config = await base.config();
  if (config === undefined) return false;
  const paths = await base.commits.changedSince(baseOf(pull, base), pull.head.sha);
  const changed = await countedPaths(deps, pull, base.commits, paths);
  if (pull.state === 'open') {
    await checkConfiguration(deps, pull, await base.commits.source(pull.head.sha), changed);
  }
  const targets = await planEnvironments(deps, { pull, base, changed }, config);
  for (const environment of config.environments) {
    await deps.previews.save(recordOf(pull, base, environment, targets, deps.clock.now()));
  }
  return true;
}

/** GitHub's API and its Git may be a moment apart; what was fetched must be what was spoken of. */
function refuseMoved({ repository, number, head }: PullRequest, { commits }: Base): void {
  const fetched = commits.pull(number);
  if (fetched === head.sha) return;
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: `its head is ${head.sha.slice(0, 7)} to GitHub's API and ${fetched.slice(0, 7)} to Git. It is looked at again.`,
    retryable: true,
  });
}

/** A merge that the API is late with: planned as open, it would seem to change nothing. */
async function refuseMerged({ repository, number, state, head, base: into }: PullRequest, base: Base) {
  const isBehind = state === 'open' && into.branch === base.branch;
  if (!isBehind || !(await base.commits.contains(base.tip, head.sha))) return;
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: "it is open to GitHub's API, and merged to Git. It is looked at again.",
    retryable: true,
  });
}

type Planned = readonly { readonly environment: string; readonly preview: TargetPreview }[];

interface Proposed {
  readonly pull: PullRequest;
  readonly base: Base;
  /** Paths that the pull request changes. */
  readonly changed: readonly string[];
}

async function planEnvironments(
  deps: PreviewPullDeps,
  { pull, base, changed }: Proposed,
  config: Config,
): Promise<Planned> {
  // Only what reaches the default branch is ever deployed.
  if (pull.base.branch !== base.branch) return [];
  const targets = config.environments.flatMap((environment) => environment.targets);
  const limited = targets.map((target) => deps.grants.limit(target, pull.repository.name));
  const source = await base.commits.source(base.tip);
  const touched = await touchedTargets(deps.engines, { base: source, targets: limited, changed });
  if (touched.length === 0) return [];
  try {
    const sides = await sidesOf(pull, base);
    const { targets: planned } = await preview(deps.engines, { ...sides, targets: touched, changed });
    return await tellDrift(deps, pull, planned);
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'conflict' || error.retryable) throw error;
    const { code, message } = error;
    return touched.map(({ id: target, environment }) => ({
      environment,
      preview: { status: 'failed', target, code, message },
    }));
  }
}

/** Where the pull request's own changes begin: after the merge the branch holds them already. */
function baseOf(pull: PullRequest, base: Base): string {
  return pull.state === 'merged' ? pull.base.sha : base.tip;
}

async function sidesOf(
  pull: PullRequest,
  { commits, tip }: Base,
): Promise<{ base: Source; proposed: Source }> {
  if (pull.mergeCommit === undefined) return commits.propose(tip, pull.head.sha);
  return {
    base: await commits.source(await commits.parent(pull.mergeCommit)),
    proposed: await commits.source(pull.mergeCommit),
  };
}

function recordOf(
  pull: PullRequest,
  base: Base,
  environment: Environment,
  planned: Planned,
  madeAt: number,
): PreviewRecord {
  const targets = planned.filter((each) => each.environment === environment.name).map((each) => each.preview);
  const fingerprint = fingerprintOf(targets);
  return {
    repository: pull.repository.id,
    pull: pull.number,
    environment: environment.name,
    head: pull.head.sha,
    base: base.tip,
    ...(fingerprint !== undefined && { fingerprint }),
    targets,
    madeAt,
  };
}

/** Undefined when one of the targets cannot be told: there is nothing that could be approved. */
function fingerprintOf(targets: readonly TargetPreview[]): string | undefined {
  const plans = [];
  for (const target of targets) {
    if (target.status === 'failed' || verdictOf(target.plan) === 'unknown') return undefined;
    plans.push({ target: target.target, fingerprint: target.plan.fingerprint });
  }
  return environmentFingerprint(plans);
}

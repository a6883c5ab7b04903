import { silenced } from '../../core/configuration/silenced.ts';
import { environmentFingerprint } from '../../core/plan/environment-fingerprint.ts';
import { verdictOf } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Target } from '../../core/target/target.ts';
import type { Grants } from '../../ports/grants.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { DriftRecords } from '../../ports/records/drift-records.ts';
import type { PreviewRecord } from '../../ports/records/preview-records.ts';
import type { Source } from '../../ports/source.ts';
import type { Base } from '../configuration/read-base.ts';
import { tellDrift } from '../drift/own-revert.ts';
import { type MeantDeps, meantTargets } from '../meant-targets.ts';
import type { Engines } from '../plan-target.ts';
import { previewTargets } from './preview.ts';
import { type ProposedEnvironment, proposedEnvironments } from './proposed-environments.ts';
import { sayingUndeployed } from './with-undeployed.ts';

export interface Sides {
  readonly base: Source;
  readonly proposed: Source;
}

export interface PlanDeps extends MeantDeps {
  readonly drifts: Pick<DriftRecords, 'find'>;
  readonly grants: Grants;
}

/** The environment's part of a preview's record; the rest identifies the pull request and commits. */
export type PlannedEnvironment = Pick<
  PreviewRecord,
  'environment' | 'targets' | 'configuration' | 'fingerprint' | 'held'
>;

interface Proposed {
  readonly pull: PullRequest;
  readonly base: Base;
  readonly sides: Sides;
  /** Paths that the pull request changes. */
  readonly changed: readonly string[];
}

/** Plans every environment as proposed. */
export async function planEnvironments(
  deps: PlanDeps,
  { pull, base, sides, changed }: Proposed,
  inForce: Config | undefined,
  proposed: { readonly config: Config | undefined } | undefined,
): Promise<PlannedEnvironment[]> {
  const source = await base.commits.source(base.tip);
  const limit = (target: Target) => deps.grants.limit(target, pull.repository.name);
  const records: PlannedEnvironment[] = [];
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

/** Adds warnings to the plans about fields that the proposed rules ignore and the rules in force do not. */
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
        { ...sides, targets: [{ ...target, rules: { ...target.rules, ignore } }] },
        () => true,
      );
      const warnings = before?.status === 'planned' ? silenced(before.plan, preview.plan) : [];
      const plan = { ...preview.plan, warnings: [...preview.plan.warnings, ...warnings] };
      said.push({ ...preview, plan });
    }
  }
  return said;
}

/** Undefined when one of the targets is failed or unknown: there is no plan to approve. */
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

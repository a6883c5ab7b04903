import type { EnvironmentChange } from '../../core/configuration/change.ts';
import { OpsError } from '../../core/errors.ts';
import type { EntryTarget } from '../../core/gate/entry-target.ts';
import type { TargetPlan } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { Target } from '../../core/target/target.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Grants } from '../../ports/grants.ts';
import { readProposed } from '../configuration/check-configuration.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import type { Base } from '../configuration/read-base.ts';
import { type OwnRevertDeps, countedPaths } from '../drift/own-revert.ts';
import { type MeantDeps, meantTargets } from '../meant-targets.ts';
import { previewTargets } from '../preview/preview.ts';
import { type ProposedEnvironment, proposedEnvironments } from '../preview/proposed-environments.ts';
import type { Entry } from './read-queue.ts';

export interface PlanEntryDeps extends MeantDeps, OwnRevertDeps {
  readonly configuration: Configuration;
  readonly grants: Grants;
}

/** The changes of an entry in one environment, planned like the preview of its pull request. */
export interface PlannedEntry {
  readonly environment: string;
  readonly targets: readonly EntryTarget[];
  readonly configuration?: EnvironmentChange;
}

/** @returns one for every environment in force or proposed; or why the entry's configuration cannot be read */
export async function planEntry(
  deps: PlanEntryDeps,
  base: Base,
  entry: Entry,
): Promise<readonly PlannedEntry[] | OpsError> {
  const { commits } = base;
  const { pull } = entry;
  const paths = [
    ...(await commits.changedSince(entry.parent, pull.head.sha)),
    ...(await commits.changedBetween(entry.parent, entry.commit)),
  ];
  const changed = await countedPaths(deps, pull, commits, [...new Set(paths)]);
  const sides = {
    base: await commits.source(entry.parent),
    proposed: await commits.source(entry.commit),
  };
  const configures = deps.configuration.paths.some((path) => changed.includes(path));
  const proposed = configures ? await readProposed(deps.configuration, sides.proposed) : undefined;
  if (proposed instanceof OpsError) return proposed;
  const environments = proposedEnvironments(readableConfigOf(deps.configuration, base.inForce), proposed);
  const limit = (target: Target) => deps.grants.limit(target, pull.repository.name);
  const all = environments.flatMap(({ targets }) => targets.map(limit));
  const planned: PlannedEntry[] = [];
  for (const environment of environments) {
    const targets = await planIn(deps, { base, entry, changed, sides, all }, environment);
    const { name, configuration } = environment;
    planned.push({ environment: name, targets, ...(configuration !== undefined && { configuration }) });
  }
  return planned;
}

interface Site {
  readonly base: Base;
  readonly entry: Entry;
  readonly changed: readonly string[];
  readonly sides: Pick<Parameters<typeof previewTargets>[1], 'base' | 'proposed'>;
  /** Targets of all environments, limited to their grants. */
  readonly all: readonly Target[];
}

async function planIn(
  deps: PlanEntryDeps,
  site: Site,
  environment: ProposedEnvironment,
): Promise<readonly EntryTarget[]> {
  const { entry, changed, sides, all } = site;
  const own = all.filter((target) => target.environment === environment.name);
  const { repository } = entry.pull;
  const wanted = await meantTargets(deps, { repository, base: sides.base, changed }, environment, own);
  const ahead = await meantAhead(deps, site, own);
  const parents = new Map<string, TargetPlan>();
  const planned = (plan: TargetPlan) => void parents.set(plan.target, plan);
  const previews = await previewTargets(deps.engines, { ...sides, targets: all, planned }, ({ id }) =>
    wanted.has(id),
  );
  return previews.map((preview) => {
    const parent = ahead.has(preview.target) ? parents.get(preview.target) : undefined;
    return { plan: planOf(preview), ...(parent !== undefined && { parent }) };
  });
}

/** Ids of the targets that the entries ahead deploy first. */
async function meantAhead(
  deps: PlanEntryDeps,
  { base, entry }: Site,
  own: readonly Target[],
): Promise<ReadonlySet<string>> {
  if (entry.parent === base.tip) return new Set();
  const changed = await base.commits.changedSince(base.tip, entry.parent);
  const proposal = {
    repository: entry.pull.repository,
    base: await base.commits.source(base.tip),
    changed,
  };
  return meantTargets(deps, proposal, { changed: [] }, own);
}

function planOf(preview: TargetPreview): TargetPlan {
  if (preview.status === 'failed') return preview;
  const { target, plan } = preview;
  return { status: 'planned', target, plan };
}

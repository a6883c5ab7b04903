import { recordedTarget } from '../../core/drift/drift-file.ts';
import { OpsError } from '../../core/errors.ts';
import { verdictOf } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Target } from '../../core/target/target.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { RecordedPreview } from '../../ports/records/preview-records.ts';
import { readableConfigOf } from '../configuration/configuration-in-force.ts';
import type { Base } from '../configuration/read-base.ts';
import type { Engines } from '../plan-target.ts';
import { touchedTargets } from './touched.ts';

export interface StillPlannedDeps {
  readonly configuration: Pick<Configuration, 'paths' | 'parse'>;
  readonly engines: Engines;
}

/**
 * Whether the plans recorded of a pull request's head hold on the default branch as it is now: the branch has moved
 * since by nothing that they depend on. GitHub is not asked. Where it cannot be told, they do not hold.
 * @param all records of the pull request, oldest first
 */
export async function isStillPlanned(
  deps: StillPlannedDeps,
  base: Base,
  pull: PullRequest,
  all: readonly RecordedPreview[],
): Promise<boolean> {
  const config = readableConfigOf(deps.configuration, base.inForce);
  const records = latestOf(all.filter(({ head }) => head === pull.head.sha));
  const [{ base: before } = { base: '' }] = records;
  if (config === undefined || !areWhole(records, config)) return false;
  if (before === base.tip) return true;
  try {
    return await isUnmoved(deps, base, { head: pull.head.sha, before, config, records });
  } catch (error) {
    // A merge that conflicts now, or a commit that this copy lacks: planning it says which.
    if (error instanceof OpsError) return false;
    throw error;
  }
}

/** The last record of each environment. */
function latestOf(records: readonly RecordedPreview[]): RecordedPreview[] {
  return [...new Map(records.map((record) => [record.environment, record])).values()];
}

/** Whether there is a plan of one base for every environment, and nothing that another try might find otherwise. */
function areWhole(records: readonly RecordedPreview[], { environments }: Config): boolean {
  const names = new Set(records.map(({ environment }) => environment));
  const known = new Set(environments.flatMap(({ targets }) => targets.map(({ id }) => id)));
  return (
    records.length > 0 &&
    environments.length === records.length &&
    environments.every(({ name }) => names.has(name)) &&
    records.every(
      ({ base, held, configuration, targets }) =>
        base === records[0]?.base &&
        held !== true &&
        configuration === undefined &&
        targets.every((target) => isTold(target) && known.has(target.target)),
    )
  );
}

function isTold(target: TargetPreview): boolean {
  if (target.status === 'failed' || target.plan.outdated === true) return false;
  return verdictOf(target.plan) !== 'unknown';
}

interface Planned {
  readonly head: string;
  /** The default branch's tip then. */
  readonly before: string;
  readonly config: Config;
  readonly records: readonly RecordedPreview[];
}

async function isUnmoved(
  { configuration, engines }: StillPlannedDeps,
  { commits, tip }: Base,
  { head, before, config, records }: Planned,
): Promise<boolean> {
  // After a force-push the pull request may bring other commits.
  if (!(await commits.contains(tip, before))) return false;
  const targets = config.environments.flatMap((environment) => environment.targets);
  const needed = neededBy(records, targets);
  const moved = await commits.changedBetween(before, tip);
  const isConfiguration = (path: string) => configuration.paths.includes(path);
  if (moved.some(isConfiguration)) return false;
  const base = await commits.source(tip);
  if ((await touchedTargets(engines, { base, targets: needed, changed: moved })).length > 0) return false;
  const { proposed, changed: merged } = await commits.propose(tip, head);
  const movedMerge = await commits.changedByBase(before, tip, head);
  if (movedMerge.some(isConfiguration)) return false;
  const inMerge = { base: proposed, targets: needed, changed: movedMerge };
  if ((await touchedTargets(engines, inMerge)).length > 0) return false;
  const changed = [...(await commits.changedSince(tip, head)), ...merged];
  // A proposed configuration, and a record of drift, are judged by more than the paths.
  if (changed.some((path) => isConfiguration(path) || recordedTarget(path) !== undefined)) return false;
  const meant = new Set(records.flatMap((record) => record.targets.map(({ target }) => target)));
  return (await touchedTargets(engines, { base, targets, changed })).every(({ id }) => meant.has(id));
}

/** The targets whose sources are in the plans: the planned ones, and whoever may declare what these no longer do. */
function neededBy(records: readonly RecordedPreview[], targets: readonly Target[]): Target[] {
  const previews = records.flatMap((record) => record.targets);
  return targets.filter(
    ({ id, destination }) =>
      previews.some(({ target }) => target === id) ||
      previews.some(
        (preview) =>
          leaves(preview) &&
          targets.some((each) => each.id === preview.target && each.destination === destination),
      ),
  );
}

function leaves(preview: TargetPreview): boolean {
  if (preview.status === 'failed') return true;
  const { plan, yours, drifted, adopted } = preview;
  const all = [...plan.changes, ...yours, ...drifted, ...adopted];
  return all.some(({ action }) => action === 'delete' || action === 'keep');
}

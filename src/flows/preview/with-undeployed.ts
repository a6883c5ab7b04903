import { type TargetPreview, asFirstDeploy } from '../../core/plan/preview.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Target } from '../../core/target/target.ts';
import type { SyncRecords } from '../../ports/records/sync-records.ts';

export interface UndeployedDeps {
  readonly syncs: Pick<SyncRecords, 'lastSynced'>;
}

/**
 * The wanted targets, with their dependencies that were never deployed.
 * @param all targets of the environment
 * @returns ids
 */
export async function withUndeployed(
  { syncs }: UndeployedDeps,
  { id: repository }: RepositoryRef,
  all: readonly Target[],
  wanted: readonly Target[],
): Promise<ReadonlySet<string>> {
  const found = new Set(wanted.map(({ id }) => id));
  for (const id of found) {
    for (const before of all.find((target) => target.id === id)?.dependsOn ?? [])
      if ((await syncs.lastSynced(repository, before)) === undefined) found.add(before);
  }
  return found;
}

/** The previews; those of never deployed targets have no drift. */
export async function sayingUndeployed(
  { syncs }: UndeployedDeps,
  { id: repository }: RepositoryRef,
  previews: readonly TargetPreview[],
): Promise<TargetPreview[]> {
  const said: TargetPreview[] = [];
  for (const preview of previews) {
    const last = await syncs.lastSynced(repository, preview.target);
    said.push(last === undefined ? asFirstDeploy(preview) : preview);
  }
  return said;
}

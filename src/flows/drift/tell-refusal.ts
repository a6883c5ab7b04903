import type { OpsError } from '../../core/errors.ts';
import type { RepositoryRef, TargetRef } from '../../core/refs.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Repositories } from '../../ports/pulls.ts';
import type { DriftRecord, DriftRecords } from '../../ports/records/drift-records.ts';
import { driftAccepted, driftCheck, driftRefused } from '../../report/github/drift-refused.ts';
import type { Base } from '../configuration/read-base.ts';

export interface RefusalDeps {
  readonly repositories: Pick<Repositories, 'readOnly'>;
  readonly checks: Checks;
  readonly drifts: Pick<DriftRecords, 'save'>;
  /** Counts whether GitHub refuses what is to be said of a drift. */
  readonly refused: (target: TargetRef, refused: boolean) => void;
  /** Said once: nothing is written there any more, and why. */
  readonly leftAlone: (target: TargetRef, why: string) => void;
  /** It could not be told where people look. */
  readonly failed: (repository: RepositoryRef, error: unknown) => void;
}

/** What GitHub does not take is said where people look: on the tip of the default branch. */
export async function tellRefusal(
  deps: RefusalDeps,
  drift: DriftRecord,
  base: Base,
  error: OpsError,
): Promise<void> {
  const { repository, target, refused } = drift;
  deps.refused(drift, true);
  const why = await deps.repositories.readOnly(repository);
  if (why !== undefined) {
    if (refused?.told !== undefined || refused === undefined) deps.leftAlone(drift, why);
    return deps.drifts.save({ ...drift, refused: { said: why } });
  }
  const said = error.message;
  if (refused?.said === said && refused.told === base.tip && refused.lost !== true) return;
  const check = { name: driftCheck(target), conclusion: 'failure', ...driftRefused(target, said) } as const;
  let lost = false;
  try {
    await deps.checks.publish(repository, base.tip, check);
  } catch (problem) {
    lost = true;
    deps.failed(repository, problem);
  }
  await deps.drifts.save({ ...drift, refused: { said, told: base.tip, ...(lost && { lost }) } });
}

/** Whether nothing may be written there at all, as it was found before: it is left alone, and asked about only. */
export async function isLeftAlone(
  { repositories }: Pick<RefusalDeps, 'repositories'>,
  { repository, refused }: DriftRecord,
): Promise<boolean> {
  if (refused === undefined || refused.told !== undefined) return false;
  return (await repositories.readOnly(repository)) !== undefined;
}

/** Takes back what was said where it was said. */
export async function tellAccepted(deps: RefusalDeps, drift: DriftRecord): Promise<void> {
  deps.refused(drift, false);
  const { repository, target, refused } = drift;
  if (refused?.told === undefined) return;
  const check = { name: driftCheck(target), conclusion: 'success', ...driftAccepted(target) } as const;
  await deps.checks.publish(repository, refused.told, check, { ifThere: true });
}

import type { OpsError } from '../../core/errors.ts';
import type { TargetRef } from '../../core/refs.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Tell } from '../../ports/events.ts';
import type { Repositories } from '../../ports/pulls.ts';
import type { DriftRecord, DriftRecords } from '../../ports/records/drift-records.ts';
import { driftAccepted, driftCheck, driftRefused } from '../../report/github/drift-refused.ts';
import type { Base } from '../configuration/read-base.ts';

export interface RefusalDeps {
  readonly repositories: Pick<Repositories, 'readOnly'>;
  readonly checks: Pick<Checks, 'publish'>;
  readonly drifts: Pick<DriftRecords, 'save'>;
  readonly tell: Tell;
}

/** Reports a refusal by GitHub in a check on the tip of the default branch, where people look. */
export async function tellRefusal(
  deps: RefusalDeps,
  drift: DriftRecord,
  base: Base,
  error: OpsError,
): Promise<void> {
  const { repository, target, refused } = drift;
  deps.tell({ type: 'revert-answered', target: targetOf(drift), refused: true });
  const why = await deps.repositories.readOnly(repository);
  if (why !== undefined) {
    if (refused?.told !== undefined || refused === undefined)
      deps.tell({ type: 'drift-left-alone', target: targetOf(drift), why });
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
    deps.tell({ type: 'github-failed', repository, error: problem });
  }
  await deps.drifts.save({ ...drift, refused: { said, told: base.tip, ...(lost && { lost }) } });
}

/** Whether the repository was found read-only before, and still is: then it is left alone. */
export async function isLeftAlone(
  { repositories }: Pick<RefusalDeps, 'repositories'>,
  { repository, refused }: DriftRecord,
): Promise<boolean> {
  if (refused === undefined || refused.told !== undefined) return false;
  return (await repositories.readOnly(repository)) !== undefined;
}

/** Turns the check of an earlier refusal into a success. */
export async function tellAccepted(deps: RefusalDeps, drift: DriftRecord): Promise<void> {
  deps.tell({ type: 'revert-answered', target: targetOf(drift), refused: false });
  const { repository, target, refused } = drift;
  if (refused?.told === undefined) return;
  const check = { name: driftCheck(target), conclusion: 'success', ...driftAccepted(target) } as const;
  await deps.checks.publish(repository, refused.told, check, { ifThere: true });
}

function targetOf({ repository, target }: DriftRecord): TargetRef {
  return { repository, target };
}

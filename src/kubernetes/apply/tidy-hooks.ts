import { OpsError } from '../../core/errors.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import { subjectOf } from '../objects/resource.ts';
import type { HookDeletion } from '../order/hook-names.ts';
import { isDefinition, removeHook } from './hook-objects.ts';
import type { MadeByHook } from './run-hook.ts';
import type { Run } from './run.ts';

/**
 * Deletes the objects of a phase's hooks, by the hooks' policies, when all of them have succeeded: until then a hook
 * may need the object of another one, as a Job its ServiceAccount. Last made, first deleted.
 * @returns the failed deletions
 */
export function tidyPhase(run: Run, made: readonly MadeByHook[]): Promise<Outcome[]> {
  return removeEach(run, made.toReversed(), 'succeeded');
}

/**
 * Does the same when a hook has failed: the failed hook goes by its own policy for failures, the hooks before it have
 * succeeded.
 */
export async function tidyAfterFailure(
  run: Run,
  failed: MadeByHook,
  before: readonly MadeByHook[],
): Promise<Outcome[]> {
  return [...(await removeEach(run, [failed], 'failed')), ...(await removeEach(run, before, 'succeeded'))];
}

async function removeEach(run: Run, made: readonly MadeByHook[], end: HookDeletion): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const each of made) {
    if (!each.hook.hook.deletion.has(end) || isDefinition(each.id)) continue;
    outcomes.push(...(await remove(run, each)));
  }
  return outcomes;
}

async function remove(run: Run, { type, id, uid }: MadeByHook): Promise<Outcome[]> {
  try {
    await removeHook(run, type, id, uid);
    return [];
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const outcome: Outcome = {
      subject: subjectOf(id),
      action: 'delete',
      result: 'failed',
      reason: run.payload.masker.text(error.message),
    };
    run.observe({ type: 'outcome', outcome });
    return [outcome];
  }
}

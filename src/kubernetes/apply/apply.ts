import type { HookPhase } from '../../core/plan/hook-run.ts';
import { differences } from '../../core/plan/plan.ts';
import type { ApplyOptions, ApplyResult } from '../../ports/engine.ts';
import { objectHealthOf } from '../health/live-health.ts';
import { resourceKey, idOf } from '../objects/resource.ts';
import type { KubernetesPayload } from '../plan/payload.ts';
import { pruneOrphans } from './prune.ts';
import { type StagesResult, runSequence } from './run-sequence.ts';
import type { ApplyDeps, Run } from './run.ts';
import { closingOf, rescueOf, sequenceOf } from './sequence.ts';
import { type SyncRecord, beginRecord } from './sync-record.ts';

/**
 * Applies exactly the plan: hooks that come before, then the objects, wave by wave and stage by stage, each in turn;
 * then waits for health, prunes, and runs the hooks that come after. After a failure the later moves are skipped and
 * nothing is deleted; every object's outcome is reported.
 */
export async function applyKubernetes(
  deps: ApplyDeps,
  payload: KubernetesPayload,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const run: Run = { ...deps, ...options, payload, deadline: deps.clock.now() + options.timeout };
  const moves = sequenceOf(payload, writtenBefore(options));
  if (!hasWork(payload) && moves.length === 0) return { outcomes: [], unhealthy: [] };
  const record = await beginRecord(run, everything(payload));
  const ended = (phase: HookPhase) => record.ended(phase);
  const applied = await runSequence(run, moves, { ended });
  const pruned = await pruneOrphans(run, applied.stopped);
  const recorded = await record.members(remaining(payload, pruned.gone));
  const stopped = applied.stopped ?? pruned.stopped;
  const closed = await runSequence(run, closingOf(payload), { ended, stopped });
  const rest = await conclude(run, record, closed.stopped);
  const results = [applied, pruned, closed, rest];
  return {
    outcomes: [...results.flatMap(({ outcomes }) => outcomes), ...recorded],
    unhealthy: results.flatMap(({ unhealthy }) => unhealthy).map(objectHealthOf),
  };
}

/**
 * Ends the record of a sync, or runs the hooks for a failure. A cancelled sync has not failed: it is taken up again.
 */
async function conclude(
  run: Run,
  record: SyncRecord,
  stopped: string | undefined,
): Promise<Pick<StagesResult, 'outcomes' | 'unhealthy'>> {
  if (stopped === undefined) return { outcomes: await record.finished(), unhealthy: [] };
  const moves = run.signal?.aborted === true ? [] : rescueOf(run.payload);
  // The failed work may have used up the time.
  const deadline = run.clock.now() + run.timeout;
  return runSequence({ ...run, deadline }, moves, { ended: async () => [] });
}

/** Objects that the same sync may have written before it was cut short: their health was never reported. */
function writtenBefore({ begun }: ApplyOptions): ReadonlySet<string> {
  return new Set(
    (begun === undefined ? [] : differences(begun)).map(({ subject }) => resourceKey(idOf(subject))),
  );
}

function hasWork({ objectPlans, orphans, apart, unseen, hooks, inventory }: KubernetesPayload): boolean {
  if (apart.length + unseen.length + hooks.length + orphans.length > 0) return true;
  if (inventory.unfinished !== undefined) return true;
  return objectPlans.some(({ change, claim }) => change !== undefined || claim);
}

/** The inventory before the apply: it names every object to be applied, so that a crash loses track of none. */
function everything({ inventory, objectPlans, source }: KubernetesPayload) {
  const declared = objectPlans.map(({ expectation }) => expectation.item.id);
  const all = new Map([...inventory.members, ...declared].map((id) => [resourceKey(id), id]));
  return { ...inventory, source, members: [...all.values()] };
}

/**
 * The inventory after the apply: it names the declared objects, and those that are not gone. An object that could not
 * be deleted, or observed, is still a member.
 */
function remaining(
  { inventory, objectPlans, orphans, apart, unseen, aside, source }: KubernetesPayload,
  gone: ReadonlySet<string>,
) {
  const declared = objectPlans.map(({ expectation }) => expectation.item.id);
  const left = orphans.map(({ id }) => id).filter((id) => !gone.has(resourceKey(id)));
  const hidden = new Set(
    [...apart.map(({ expectation }) => expectation.item), ...unseen].map(({ id }) => resourceKey(id)),
  );
  const kept = inventory.members.filter((id) => hidden.has(resourceKey(id)));
  return { ...inventory, source, members: [...declared, ...aside, ...left, ...kept] };
}

import { OpsError } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { resourceKey } from '../core/resource.ts';
import type { ApplyOptions, ApplyResult } from '../ports/engine.ts';
import { INVENTORY_NAMESPACE, type Inventory, membersOf } from './inventory.ts';
import { writeInventory } from './inventory-store.ts';
import { makeMoves } from './make-moves.ts';
import type { KubernetesPayload } from './plan.ts';
import { pruneOrphans } from './prune-apply.ts';
import type { ApplyDeps, Run } from './run.ts';
import { closingOf, sequenceOf } from './sequence.ts';

/**
 * Applies exactly what was planned: hooks that come before, wave by wave and stage by stage the objects, each in turn;
 * then waits for health, deletes, and runs the hooks that come after.
 * After a failure the later moves are skipped and nothing is deleted; every object's outcome is told.
 */
export async function applyKubernetes(
  deps: ApplyDeps,
  payload: KubernetesPayload,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const run: Run = { ...deps, ...options, payload, deadline: deps.clock.now() + options.timeout };
  if (!hasWork(payload)) return { outcomes: [], unhealthy: [] };
  const begun = everything(payload);
  await writeInventory(payload.client, begun, deps.version);
  const applied = await makeMoves(run, sequenceOf(payload));
  const pruned = await pruneOrphans(run, applied.stopped);
  const ended = remaining(payload, pruned.gone);
  const recorded = membersOf(begun) === membersOf(ended) ? [] : await recordInventory(run, ended);
  const closed = await makeMoves(run, closingOf(payload), applied.stopped ?? pruned.stopped);
  const results = [applied, pruned, closed];
  return {
    outcomes: [...results.flatMap(({ outcomes }) => outcomes), ...recorded],
    unhealthy: results.flatMap(({ unhealthy }) => unhealthy),
  };
}

/** @returns the inventory's own outcome where it could not be recorded: what was applied is told all the same. */
async function recordInventory(run: Run, inventory: Inventory): Promise<Outcome[]> {
  try {
    await writeInventory(run.payload.client, inventory, run.version);
    return [];
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const id = { group: '', kind: 'ConfigMap', namespace: INVENTORY_NAMESPACE, name: inventory.name };
    return [{ id, action: 'update', result: 'failed', reason: error.message }];
  }
}

function hasWork({ proposals, orphans, apart, unseen }: KubernetesPayload): boolean {
  if (apart.length + unseen.length > 0) return true;
  return orphans.length > 0 || proposals.some(({ change, claim }) => change !== undefined || claim);
}

/** Before anything is applied the inventory names all of it, so that a crash loses track of nothing. */
function everything({ inventory, proposals, source }: KubernetesPayload) {
  const declared = proposals.map(({ expectation }) => expectation.item.id);
  const all = new Map([...inventory.members, ...declared].map((id) => [resourceKey(id), id]));
  return { ...inventory, source, members: [...all.values()] };
}

/**
 * Afterwards it names what is declared, and what is not gone: an object that could not be deleted, or looked at, is ours
 * still.
 */
function remaining(
  { inventory, proposals, orphans, apart, unseen, aside, source }: KubernetesPayload,
  gone: ReadonlySet<string>,
) {
  const declared = proposals.map(({ expectation }) => expectation.item.id);
  const left = orphans.map(({ id }) => id).filter((id) => !gone.has(resourceKey(id)));
  const hidden = new Set(
    [...apart.map(({ expectation }) => expectation.item), ...unseen].map(({ id }) => resourceKey(id)),
  );
  const kept = inventory.members.filter((id) => hidden.has(resourceKey(id)));
  return { ...inventory, source, members: [...declared, ...aside, ...left, ...kept] };
}

import { OpsError } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { resourceKey } from '../core/resource.ts';
import type { ApplyOptions, ApplyResult } from '../ports/engine.ts';
import { applyStages } from './apply-stages.ts';
import { INVENTORY_NAMESPACE, type Inventory } from './inventory.ts';
import { writeInventory } from './inventory-store.ts';
import type { KubernetesPayload } from './plan.ts';
import { pruneOrphans } from './prune-apply.ts';
import type { ApplyDeps, Run } from './run.ts';

/**
 * Applies exactly what was planned: stage by stage, each in turn; then waits for health; deletes last.
 * After a failure the later stages are skipped and nothing is deleted; every object's outcome is told.
 */
export async function applyKubernetes(
  deps: ApplyDeps,
  payload: KubernetesPayload,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const run: Run = { ...deps, ...options, payload, deadline: deps.clock.now() + options.timeout };
  if (!hasWork(payload)) return { outcomes: [], unhealthy: [] };
  await writeInventory(payload.client, everything(payload), deps.version);
  const staged = await applyStages(run);
  const pruned = await pruneOrphans(run, staged.stopped);
  const outcomes = [...staged.outcomes, ...pruned.outcomes];
  const recorded = await recordInventory(run, remaining(payload, outcomes));
  return { outcomes: [...outcomes, ...recorded], unhealthy: [...staged.unhealthy, ...pruned.unhealthy] };
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

function hasWork({ proposals, orphans }: KubernetesPayload): boolean {
  return orphans.length > 0 || proposals.some(({ change, claim }) => change !== undefined || claim);
}

/** Before anything is applied the inventory names all of it, so that a crash loses track of nothing. */
function everything({ inventory, proposals, source }: KubernetesPayload) {
  const declared = proposals.map(({ expectation }) => expectation.item.id);
  const all = new Map([...inventory.members, ...declared].map((id) => [resourceKey(id), id]));
  return { ...inventory, source, members: [...all.values()] };
}

/** Afterwards it names what is declared, and what was not deleted. */
function remaining(payload: KubernetesPayload, outcomes: readonly Outcome[]) {
  const deleted = new Set(
    outcomes
      .filter(({ action, result }) => action === 'delete' && result === 'applied')
      .map(({ id }) => resourceKey(id)),
  );
  const kept = payload.orphans.map(({ id }) => id).filter((id) => !deleted.has(resourceKey(id)));
  const declared = payload.proposals.map(({ expectation }) => expectation.item.id);
  return { ...payload.inventory, source: payload.source, members: [...declared, ...kept] };
}

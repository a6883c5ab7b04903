import { OpsError } from '../../core/errors.ts';
import type { HookPhase } from '../../core/plan/hook-names.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import { writeInventory } from '../inventory/inventory-store.ts';
import { type Inventory, INVENTORY_NAMESPACE, membersOf } from '../inventory/inventory.ts';
import type { Unfinished } from '../order/unfinished.ts';
import { occasionOf } from '../plan/due-hooks.ts';
import type { Run } from './run.ts';

/**
 * What the inventory says while a sync runs: its members, and what is still to do. Each step is recorded when it is
 * done, so that whoever comes after a sync that was cut short knows where it stood. What cannot be recorded is told as
 * the inventory's own outcome: the work itself is done.
 */
export interface SyncRecord {
  /** All hooks of a phase have run to a good end. */
  ended(phase: HookPhase): Promise<Outcome[]>;
  members(inventory: Pick<Inventory, 'members'>): Promise<Outcome[]>;
  /** Nothing is left to do. */
  finished(): Promise<Outcome[]>;
}

/** Records that a sync begins. @throws OpsError where it cannot be recorded: nothing is applied then */
export async function beginRecord(run: Run, begun: Inventory): Promise<SyncRecord> {
  let now = inventoryWith(begun, begin(run));
  await writeInventory(run.payload.client, now, run.version);
  const turn = (next: Inventory) => {
    now = next;
    return record(run, now);
  };
  return {
    ended: (phase) => turn(inventoryWith(now, without(now.unfinished, phase))),
    members: async ({ members }) =>
      membersOf({ ...now, members }) === membersOf(now) ? [] : turn({ ...now, members }),
    finished: async () => (now.unfinished === undefined ? [] : turn(inventoryWith(now, undefined))),
  };
}

/** A first sync that fails is still the first one, whether it has hooks or not. */
function begin({ payload: { hooks, inventory } }: Run): Unfinished | undefined {
  const phases = [...new Set(hooks.map(({ hook }) => hook.phase))].filter((phase) => phase !== 'failure');
  const occasion = occasionOf(inventory);
  return phases.length === 0 && occasion === 'upgrade' ? undefined : { occasion, phases };
}

/** After the last phase nothing comes that could fail. */
function without(unfinished: Unfinished | undefined, phase: HookPhase): Unfinished | undefined {
  if (unfinished === undefined || phase === 'after') return undefined;
  return { ...unfinished, phases: unfinished.phases.filter((left) => left !== phase) };
}

function inventoryWith(
  { unfinished: _old, ...inventory }: Inventory,
  unfinished: Unfinished | undefined,
): Inventory {
  return { ...inventory, ...(unfinished !== undefined && { unfinished }) };
}

async function record({ payload, version }: Run, inventory: Inventory): Promise<Outcome[]> {
  try {
    await writeInventory(payload.client, inventory, version);
    return [];
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const id = { group: '', kind: 'ConfigMap', namespace: INVENTORY_NAMESPACE, name: inventory.name };
    return [{ id, action: 'update', result: 'failed', reason: error.message }];
  }
}

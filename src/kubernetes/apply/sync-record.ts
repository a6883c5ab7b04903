import { OpsError } from '../../core/errors.ts';
import type { HookPhase } from '../../core/plan/hook-run.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import { writeInventory } from '../inventory/inventory-store.ts';
import { type Inventory, INVENTORY_NAMESPACE, membersOf } from '../inventory/inventory.ts';
import type { Unfinished } from '../order/unfinished.ts';
import { occasionOf } from '../plan/hooks/due-hooks.ts';
import type { Run } from './run.ts';

/**
 * The inventory's record of a running sync: its members, and the work left to do. Each step is recorded when it is
 * done, so that the next sync knows how far one got before it was cut short. A record that fails is reported as the
 * inventory's own outcome: the work itself is done.
 */
export interface SyncRecord {
  /** All hooks of a phase have run to a good end. */
  ended(phase: HookPhase): Promise<Outcome[]>;
  members(inventory: Pick<Inventory, 'members'>): Promise<Outcome[]>;
  /** Nothing is left to do. */
  finished(): Promise<Outcome[]>;
}

/** Records that a sync begins. @throws OpsError where the record fails: nothing is applied then */
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

/**
 * The unfinished work of a sync that begins. A first sync that fails is still the first one, whether it has hooks or
 * not.
 */
function begin({ payload: { hooks, inventory } }: Run): Unfinished | undefined {
  const phases = [...new Set(hooks.map(({ hook }) => hook.phase))].filter((phase) => phase !== 'failure');
  const occasion = occasionOf(inventory);
  return phases.length === 0 && occasion === 'upgrade' ? undefined : { occasion, phases };
}

/** The unfinished work after a phase. No work that could fail comes after the last phase. */
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
    const subject = { kind: 'ConfigMap', scope: INVENTORY_NAMESPACE, name: inventory.name };
    return [{ subject, action: 'update', result: 'failed', reason: error.message }];
  }
}

import type { Change } from '../../../core/change/change.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Occasion } from '../../order/hook-names.ts';
import type { HookItem, Split } from './hook-items.ts';

/**
 * Whether a sync is an install or an upgrade, as Helm calls them: the install lasts until a sync has ended with all its
 * hooks.
 */
export function occasionOf({ members, unfinished }: Inventory): Occasion {
  return unfinished?.occasion ?? (members.length === 0 ? 'install' : 'upgrade');
}

/**
 * The hooks that a sync runs: all of them where something changes, since hooks serve changes; else those of the phases
 * that the last sync did not end, with the hooks for a failure.
 */
export function dueHooks(
  { hooks, items }: Split,
  changes: readonly Change[],
  inventory: Inventory,
): readonly HookItem[] {
  if (changes.some(({ action }) => action !== 'keep') || isFirstOfHooksAlone(items, inventory)) return hooks;
  const left = inventory.unfinished?.phases ?? [];
  const due = ({ hook: { phase } }: HookItem) => left.includes(phase);
  return hooks.some(due) ? hooks.filter((each) => due(each) || each.hook.phase === 'failure') : [];
}

/** Whether this is the first sync of a source that declares only hooks, in which nothing could differ. */
function isFirstOfHooksAlone(items: Split['items'], { source }: Inventory): boolean {
  return items.length === 0 && source === undefined;
}

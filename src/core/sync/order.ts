/** The targets that are synced before a target, by its id. */
export type SyncOrder = ReadonlyMap<string, readonly string[]>;

/** Whether a target waits for another one, directly or through others. */
export function waitsFor(order: SyncOrder, target: string, other: string): boolean {
  const seen = new Set([target]);
  for (const each of seen) for (const before of order.get(each) ?? []) seen.add(before);
  return target !== other && seen.has(other);
}

/** The order with one more target to wait for; the same order where that is known already, or makes a circle. */
export function withBefore(order: SyncOrder, target: string, before: string): SyncOrder {
  const known = order.get(target) ?? [];
  const isPointless = target === before || known.includes(before) || waitsFor(order, before, target);
  return isPointless ? order : new Map([...order, [target, [...known, before]]]);
}

/** The items, each after those it waits for, otherwise in the given order. */
export function inSyncOrder<Item extends { readonly id: string }>(
  items: readonly Item[],
  order: SyncOrder,
): Item[] {
  const placed = new Set<Item>();
  const place = (item: Item) => {
    for (const other of items) if (!placed.has(other) && waitsFor(order, item.id, other.id)) place(other);
    placed.add(item);
  };
  for (const item of items) if (!placed.has(item)) place(item);
  return [...placed];
}

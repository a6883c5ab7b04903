/** The targets that are synced before a target, by its id. */
export type SyncOrder = ReadonlyMap<string, readonly string[]>;

/** Whether a target waits for another one, or for one that does. */
export function waitsFor(order: SyncOrder, target: string, other: string): boolean {
  const seen = new Set([target]);
  for (const each of seen) for (const before of order.get(each) ?? []) seen.add(before);
  return target !== other && seen.has(other);
}

/** The order with one more to wait for; the same where that would go round in a circle. */
export function withBefore(order: SyncOrder, target: string, before: string): SyncOrder {
  const known = order.get(target) ?? [];
  const isPointless = target === before || known.includes(before) || waitsFor(order, before, target);
  return isPointless ? order : new Map([...order, [target, [...known, before]]]);
}

/** Each after those that it waits for, and else as they come. */
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

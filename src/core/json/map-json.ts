import { type Tree, type TreeObject, isObject } from './json.ts';

/** A map with its values changed; the same map where no value differs, as in nearly all of a plan. */
export function mapValues<V extends Tree>(
  map: { [key: string]: V },
  change: (value: V, key: string) => V,
): { [key: string]: V } {
  let changed: { [key: string]: V } | undefined;
  for (const key of Object.keys(map)) {
    const value = map[key] as V;
    const fresh = change(value, key);
    if (fresh === value) continue;
    changed ??= { ...map };
    changed[key] = fresh;
  }
  return changed ?? map;
}

/** A list with its entries changed; the same list where no entry differs. */
export function mapEntries<V extends Tree>(list: V[], change: (entry: V, index: number) => V): V[] {
  const fresh = list.map(change);
  return fresh.some((entry, i) => entry !== list[i]) ? fresh : list;
}

export interface TextChange {
  readonly value: (text: string) => Tree;
  readonly key: (key: string) => string;
}

/** A tree with every text in it changed, the keys of its maps too. */
export function mapTexts(tree: TreeObject, change: TextChange): TreeObject;
export function mapTexts(tree: Tree, change: TextChange): Tree;
export function mapTexts(tree: Tree, change: TextChange): Tree {
  if (typeof tree === 'string') return change.value(tree);
  if (Array.isArray(tree)) return mapEntries(tree, (entry) => mapTexts(entry, change));
  if (!isObject(tree)) return tree;
  const mapped = mapValues(tree, (item) => mapTexts(item, change));
  return Object.keys(tree).every((key) => change.key(key) === key)
    ? mapped
    : Object.fromEntries(Object.entries(mapped).map(([key, item]) => [change.key(key), item]));
}

/** Every text of a tree, the keys of its maps too. */
export function textsIn(tree: Tree, into: string[] = []): string[] {
  if (typeof tree === 'string') into.push(tree);
  else if (Array.isArray(tree)) for (const entry of tree) textsIn(entry, into);
  else if (isObject(tree)) for (const key of Object.keys(tree)) textsIn(tree[key] as Tree, into).push(key);
  return into;
}

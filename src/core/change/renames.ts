import { type Tree, canonicalJson, isObject } from '../json/json.ts';
import type { Change } from './change.ts';

/** A deleted and a created object so much alike that they may be one object under another name. */
export interface Rename {
  readonly deleted: Change;
  readonly created: Change;
  /** The share of their values that are equal, up to 1. */
  readonly likeness: number;
}

/** The least likeness of a pair: below it, two objects are only as alike as any two of their kind. */
const LEAST = 0.6;
/** Fewer equal values may be chance. */
const LEAST_EQUAL = 2;
/** The most values to compare, over all pairs; the pairs after that are left out. */
const MOST_WORK = 2_000_000;

/**
 * Pairs of deleted and created objects of the same kind whose content is alike, the most alike first; each object is in
 * at most one pair. Names, and values equal to the object's own name, are not compared. A Secret's values are masked
 * per object, so they never count as equal.
 */
export function pairRenames(changes: readonly Change[]): Rename[] {
  const created = Map.groupBy(
    changes.filter(({ action }) => action === 'create'),
    kindOf,
  );
  const deleted = changes.filter((change) => change.action === 'delete' && created.has(kindOf(change)));
  const leaves = new Map<Change, ReadonlySet<string>>();
  const budget = { left: MOST_WORK };
  const pairs = deleted.flatMap((old) =>
    (created.get(kindOf(old)) ?? []).flatMap((fresh) => pair(old, fresh, leaves, budget)),
  );
  return bestFirst(pairs);
}

function kindOf({ subject }: Change): string {
  return subject.kind;
}

function pair(
  deleted: Change,
  created: Change,
  leaves: Map<Change, ReadonlySet<string>>,
  budget: { left: number },
): Rename[] {
  const [old, fresh] = [leavesOf(deleted, leaves), leavesOf(created, leaves)];
  const [few, many] = old.size < fresh.size ? [old, fresh] : [fresh, old];
  budget.left -= few.size + 1;
  if (budget.left < 0 || few.size < LEAST * many.size) return [];
  let equal = 0;
  for (const leaf of few) if (many.has(leaf)) equal += 1;
  const likeness = equal / many.size;
  return equal >= LEAST_EQUAL && likeness >= LEAST ? [{ deleted, created, likeness }] : [];
}

function bestFirst(pairs: readonly Rename[]): Rename[] {
  const taken = new Set<Change>();
  return pairs
    .toSorted((a, b) => b.likeness - a.likeness)
    .filter(({ deleted, created }) => {
      if (taken.has(deleted) || taken.has(created)) return false;
      taken.add(deleted).add(created);
      return true;
    });
}

function leavesOf(change: Change, known: Map<Change, ReadonlySet<string>>): ReadonlySet<string> {
  let leaves = known.get(change);
  if (leaves === undefined) {
    const found = new Set<string>();
    collect(contentOf(change), '', change.subject.name, found);
    known.set(change, (leaves = found));
  }
  return leaves;
}

function contentOf({ before, after }: Change): Tree {
  const { apiVersion: _version, kind: _kind, metadata, ...content } = after ?? before ?? {};
  if (!isObject(metadata)) return content;
  const { name: _name, namespace: _namespace, ...rest } = metadata;
  return { ...content, metadata: rest };
}

function collect(value: Tree, path: string, name: string, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries())
      collect(item, `${path}/${entryName(item, name) ?? at}`, name, into);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, `${path}/${key}`, name, into);
  } else into.add(`${path}=${value === name ? ITS_NAME : canonicalJson(value)}`);
}

const ITS_NAME = '(its name)';

function entryName(item: Tree, own: string): string | undefined {
  const name = isObject(item) ? item['name'] : undefined;
  if (name === own) return ITS_NAME;
  return typeof name === 'string' ? name : undefined;
}

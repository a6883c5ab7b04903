import type { PathStep } from './change.ts';
import { type FieldSet, type Segments, onlyFields, stepOf } from './field-set.ts';
import { type Json, equalJson, isObject } from './json.ts';
import type { Ownership } from './ownership.ts';
import { type Left, isPerson } from './people.ts';

/** Fields of matching objects that are left to whoever writes them live: those at a path, those of a manager, or both. */
export interface IgnoreRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /**
   * JSON pointer (RFC 6901), in which `[name=web]` selects entries of a list by their fields. A position works as
   * well, and is another entry as soon as the order changes.
   */
  readonly path?: string;
  /** Every field that this field manager owns live. */
  readonly manager?: string;
  readonly because: string;
}

/** Which objects a rule is about: where it names nothing, any. */
type Selection = Pick<IgnoreRule, 'kind' | 'name' | 'namespace'>;

/** The rules that are about an object. */
export function rulesFor<Rule extends Selection>(
  rules: readonly Rule[],
  id: Readonly<Record<keyof Selection, Json | undefined>>,
): Rule[] {
  return rules.filter(
    (rule) =>
      (rule.kind ?? id.kind) === id.kind &&
      (rule.name ?? id.name) === id.name &&
      (rule.namespace ?? id.namespace) === id.namespace,
  );
}

/** From the object down. */
export type Path = readonly PathStep[];

/** The fields that a rule is about: those at its path, or those of its manager at and below it. */
export function pathsOf(rule: IgnoreRule, owners: readonly Ownership[]): Path[] {
  const pointer = rule.path === undefined ? [] : stepsOf(rule.path);
  if (rule.manager === undefined) return [pointer];
  const theirs = owners.filter(({ manager }) => manager === rule.manager);
  const paths = theirs.flatMap(({ fields }) => membersOf(fields)).map((path) => path.map(stepOf));
  return paths.filter((path) => startsWith(path, pointer));
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): PathStep[] {
  return pointer.split('/').slice(1).map(readStep);
}

function readStep(segment: string): PathStep {
  const text = segment.replaceAll('~1', '/').replaceAll('~0', '~');
  const selector = /^\[(.+)\]$/.exec(text)?.[1];
  if (selector === undefined) return { key: text };
  const pairs = selector.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { entry: Object.fromEntries(pairs) };
}

function membersOf(set: FieldSet): Segments[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (segment === '.' || !isObject(node)) return [];
    const deeper = membersOf(node).map((rest) => [segment, ...rest]);
    return deeper.length > 0 ? deeper : [[segment]];
  });
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, i) => path[i] !== undefined && isSameStep(path[i], step));
}

function isSameStep(a: PathStep, b: PathStep): boolean {
  if ('key' in a && 'key' in b) return a.key === b.key;
  return 'entry' in a && 'entry' in b && isSelected(a.entry, b.entry);
}

export function isSelected(item: Json | undefined, selector: Readonly<Record<string, Json>>): boolean {
  const own = selector[''];
  if (own !== undefined) return equalJson(item, own);
  return isObject(item) && Object.entries(selector).every(([key, value]) => isSameText(item[key], value));
}

/** A pointer is text, so `[port=80]` has to select a number. */
function isSameText(a: Json | undefined, b: Json): boolean {
  return equalJson(a, b) || (typeof a !== 'object' && String(a) === b);
}

/** What rules leave alone of what people added, and tools that are migrated from. @param formers managers of such tools */
export function leftBy(rules: readonly IgnoreRule[], formers: readonly string[] = []): Left {
  const paths = rules.flatMap(({ manager, path }) =>
    manager === undefined && path !== undefined ? [stepsOf(path)] : [],
  );
  return {
    of: (owner) => {
      const about = rules.filter(({ manager }) => manager === undefined || manager === owner.manager);
      const pointers = about.map(({ path }) => (path === undefined ? [] : stepsOf(path)));
      const isLeft = (path: Segments) => pointers.some((pointer) => startsWith(path.map(stepOf), pointer));
      return pointers.length === 0 ? {} : onlyFields(owner.fields, membersOf(owner.fields).filter(isLeft));
    },
    within: (segments) => paths.some((path) => startsWith(path, segments.map(stepOf))),
    gives: (owner) => isPerson(owner) || (owner.subresource === '' && formers.includes(owner.manager)),
    usual: rules.length + formers.length === 0,
  };
}

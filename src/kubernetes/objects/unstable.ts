import {
  type Json,
  type JsonObject,
  type Tree,
  type TreeObject,
  equalJson,
  isObject,
} from '../../core/json/json.ts';
import { Undetermined } from '../../core/json/marker.ts';
import { stepsOf, isSelected } from '../../core/json/pointer.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';
import type { Unstable } from './resource.ts';

/** JSON pointers of the differences between two renders of one object, as deep as possible. */
export function differingPointers(a: Json | undefined, b: Json | undefined, pointer = ''): string[] {
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => differingPointers(a[key], b[key], `${pointer}/${escape(key)}`));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((item, i) => differingPointers(item, b[i], `${pointer}/${entryStep(a, i)}`));
  return a !== undefined && b !== undefined && equalJson(a, b) ? [] : [pointer];
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * The step to a list entry: by its name, which leads to the same entry in whatever order the live list is; else by its
 * index.
 */
function entryStep(list: readonly Json[], index: number): string {
  const names = list.map((item) => (isObject(item) ? item['name'] : undefined));
  const name = names[index];
  const isTelling =
    typeof name === 'string' && /^[\w.-]+$/.test(name) && names.indexOf(name) === names.lastIndexOf(name);
  return isTelling ? `[name=${name}]` : String(index);
}

/** The value at a pointer. */
export function valueAt(object: JsonObject | undefined, pointer: string): Json | undefined;
export function valueAt(object: TreeObject | undefined, pointer: string): Tree | undefined;
export function valueAt(object: TreeObject | undefined, pointer: string): Tree | undefined {
  let at: Tree | undefined = object;
  for (const step of stepsOf(pointer)) {
    if (Array.isArray(at)) at = 'entry' in step ? at.find((item) => isSelected(item, step.entry)) : undefined;
    else at = isObject(at) && 'key' in step && Object.hasOwn(at, step.key) ? at[step.key] : undefined;
  }
  return at;
}

/** The rules by which unstable values stay as they are live. */
export function unstableRules(pointers: readonly string[]): IgnoreRule[] {
  return pointers.flatMap(spellings).map((path) => ({
    path,
    because: 'its template makes another value each time',
  }));
}

/** The pointers to a value in the source and in the live object: a Secret's `stringData` is read back as `data`. */
export function spellings(pointer: string): string[] {
  return pointer.startsWith('/stringData/')
    ? [pointer, pointer.replace('/stringData/', '/data/')]
    : [pointer];
}

/** The object without the content of unstable values, so that a plan is the same each time it is made. */
export function withoutUnstable(object: TreeObject, unstable: readonly Unstable[] = []): TreeObject {
  return unstable.reduce((result, { pointer, form }) => {
    const value = new Undetermined(form);
    return spellings(pointer).reduce((each, path) => withValue(each, path, value), result);
  }, object);
}

/** The object with another value at a pointer; the same object where no value is there. */
export function withValue(object: JsonObject, pointer: string, value: Json): JsonObject;
export function withValue(object: TreeObject, pointer: string, value: Tree): TreeObject;
export function withValue(object: TreeObject, pointer: string, value: Tree): TreeObject {
  return valueAt(object, pointer) === undefined
    ? object
    : (replaced(object, stepsOf(pointer), value) as TreeObject);
}

function replaced(at: Tree, [step, ...rest]: ReturnType<typeof stepsOf>, value: Tree): Tree {
  if (step === undefined) return value;
  if (Array.isArray(at) && 'entry' in step)
    return at.map((item) => (isSelected(item, step.entry) ? replaced(item, rest, value) : item));
  if (!isObject(at) || !('key' in step)) return at;
  return { ...at, [step.key]: replaced(at[step.key] ?? null, rest, value) };
}

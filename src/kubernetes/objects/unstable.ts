import type { Unstable } from '../../core/change/resource.ts';
import { type Json, type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { stepsOf, isSelected } from '../../core/json/pointer.ts';
import type { IgnoreRule } from '../../core/target/ignore-rules.ts';

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
export function valueAt(object: JsonObject | undefined, pointer: string): Json | undefined {
  let at: Json | undefined = object;
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

/** The object with words in place of unstable values, so that a plan is the same each time it is made. */
export function withoutUnstable(object: JsonObject, unstable: readonly Unstable[] = []): JsonObject {
  return unstable.reduce((result, { pointer, form }) => {
    const words = `(another ${form} each time it is rendered)`;
    return spellings(pointer).reduce((each, path) => withValue(each, path, words), result);
  }, object);
}

/** The object with another value at a pointer; the same object where no value is there. */
export function withValue(object: JsonObject, pointer: string, value: Json): JsonObject {
  return valueAt(object, pointer) === undefined
    ? object
    : (replaced(object, stepsOf(pointer), value) as JsonObject);
}

function replaced(at: Json, [step, ...rest]: ReturnType<typeof stepsOf>, value: Json): Json {
  if (step === undefined) return value;
  if (Array.isArray(at) && 'entry' in step)
    return at.map((item) => (isSelected(item, step.entry) ? replaced(item, rest, value) : item));
  if (!isObject(at) || !('key' in step)) return at;
  return { ...at, [step.key]: replaced(at[step.key] ?? null, rest, value) };
}

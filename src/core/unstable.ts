import { type Json, type JsonObject, equalJson, isObject } from './json.ts';
import type { IgnoreRule } from './ignore.ts';

/** JSON pointers of what differs between two renders of one object, the deepest that say it. */
export function differingPointers(a: Json | undefined, b: Json | undefined, pointer = ''): string[] {
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => differingPointers(a[key], b[key], `${pointer}/${escape(key)}`));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((item, i) => differingPointers(item, b[i], `${pointer}/${i}`));
  return a !== undefined && b !== undefined && equalJson(a, b) ? [] : [pointer];
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Such values are set once, when the object is created, and then left as they are live. */
export function unstableRules(pointers: readonly string[]): IgnoreRule[] {
  return withEncoded(pointers).map((path) => ({
    path,
    because: 'its template makes another value each time',
  }));
}

/** What a Secret's `stringData` says is read back as `data`. */
function withEncoded(pointers: readonly string[]): string[] {
  return pointers.flatMap((path) =>
    path.startsWith('/stringData/') ? [path, path.replace('/stringData/', '/data/')] : [path],
  );
}

const ANOTHER = '(another value each time it is rendered)';

/** The object with words in place of such values, so that a plan says the same thing each time it is made. */
export function withoutUnstable(object: JsonObject, pointers: readonly string[] = []): JsonObject {
  return withEncoded(pointers).reduce<JsonObject>((result, pointer) => {
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    return replaced(result, steps) as JsonObject;
  }, object);
}

function replaced(value: Json, [step, ...rest]: readonly string[]): Json {
  if (step === undefined) return ANOTHER;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === step ? replaced(item, rest) : item));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: replaced(value[step] ?? null, rest) };
}

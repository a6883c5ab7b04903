import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';

/** By the field that holds them: what a built-in kind's values that are owned as a whole have where nothing else is given. */
const FILLED_IN: Readonly<Record<string, JsonObject>> = {
  fieldRef: { apiVersion: 'v1' },
  resourceFieldRef: { divisor: '0' },
  volumeClaimTemplates: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    spec: { volumeMode: 'Filesystem' },
    status: { phase: 'Pending' },
  },
};

/** A value that is owned as a whole, or each entry of such a list, with what the server fills in. */
export function withAtomicDefaults(field: string, value: Json): Json {
  const defaults = FILLED_IN[field];
  if (defaults === undefined) return value;
  return Array.isArray(value) ? value.map((item) => over(defaults, item)) : over(defaults, value);
}

function over(defaults: Json | undefined, value: Json): Json {
  if (!isObject(defaults) || !isObject(value)) return value;
  const given = Object.entries(value).map(([key, item]) => [key, over(defaults[key], item)] as const);
  return { ...defaults, ...Object.fromEntries(given) };
}

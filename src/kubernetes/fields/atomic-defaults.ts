import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';

/** The server's defaults inside the atomic values of built-in kinds, by the field that holds the value. */
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

/** An atomic value, or each entry of a list of such values, with the server's defaults filled in. */
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

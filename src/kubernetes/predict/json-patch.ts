import type { Json, JsonObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';

const SERVER_KEPT = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** A JSON patch (RFC 6902) from one state of an object to another, for the fields that people write. */
export function replacement(live: JsonObject, wanted: JsonObject): Json[] {
  const metadata = (object: JsonObject) => mapAt(object, 'metadata');
  const keys = [...new Set([...Object.keys(live), ...Object.keys(wanted)])];
  return [
    ...keys.filter((key) => !SERVER_KEPT.has(key)).flatMap((key) => operation('', key, live, wanted)),
    ...['labels', 'annotations', 'finalizers', 'ownerReferences'].flatMap((key) =>
      operation('/metadata', key, metadata(live), metadata(wanted)),
    ),
  ];
}

function operation(parent: string, key: string, live: JsonObject, wanted: JsonObject): Json[] {
  const path = `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const value = wanted[key];
  if (value !== undefined) return [{ op: 'add', path, value }];
  return live[key] === undefined ? [] : [{ op: 'remove', path }];
}

import { type Json, type JsonObject, isContainer, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { type FieldSet, entryNode, isLeaf } from './field-set.ts';

/**
 * An object in which the fields that the source declares empty (`policyTypes: []`) are empty again, without the
 * server's defaults: the server fills them in once more, from the object as it is then.
 * @param ours the fields that the apply of the source owns
 * @returns the very same object where the source declares no such field
 */
export function withoutDefaults(object: JsonObject, declared: JsonObject, ours: FieldSet): JsonObject {
  return mapValues(object, (value, key) => {
    const [said, node] = [declared[key], ours[`f:${key}`]];
    return said === undefined || !isObject(node) ? value : unfilledValue(value, said, node);
  });
}

function unfilledValue(value: Json, declared: Json, ours: FieldSet): Json {
  // Others may fill a map that is declared empty.
  if (isObject(value) && isObject(declared)) return withoutDefaults(value, declared, ours);
  if (isLeaf(ours)) return isNothing(declared) ? declared : value;
  if (!Array.isArray(value) || !Array.isArray(declared)) return value;
  return mapEntries(value, (item) => {
    const node = entryNode(ours, item);
    const same = node && declared.find((other) => entryNode(ours, other) === node);
    return same === undefined ? item : unfilledValue(item, same, node as FieldSet);
  });
}

/** Whether a value says no more than a missing field. */
export function isNothing(value: Json | undefined): boolean {
  return value === null || value === '' || (isContainer(value) && Object.keys(value).length === 0);
}

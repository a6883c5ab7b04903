import { type Json, type JsonObject, isContainer, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { type FieldSet, entryNode, isLeaf } from './field-set.ts';

/**
 * An object in which what the source declares as nothing (`policyTypes: []`) is nothing again, instead of what the server
 * filled in: it fills it in once more, from what is there then.
 * @param ours what the apply of the source owns
 * @returns the very same object where the source declares nothing so
 */
export function withoutDefaults(object: JsonObject, declared: JsonObject, ours: FieldSet): JsonObject {
  return mapValues(object, (value, key) => {
    const [said, node] = [declared[key], ours[`f:${key}`]];
    return said === undefined || !isObject(node) ? value : unfilledValue(value, said, node);
  });
}

function unfilledValue(value: Json, declared: Json, ours: FieldSet): Json {
  // A map that is declared empty is filled by whoever has something to say in it.
  if (isObject(value) && isObject(declared)) return withoutDefaults(value, declared, ours);
  if (isLeaf(ours)) return isNothing(declared) ? declared : value;
  if (!Array.isArray(value) || !Array.isArray(declared)) return value;
  return mapEntries(value, (item) => {
    const node = entryNode(ours, item);
    const same = node && declared.find((other) => entryNode(ours, other) === node);
    return same === undefined ? item : unfilledValue(item, same, node as FieldSet);
  });
}

/** What says no more than a field that is not there. */
export function isNothing(value: Json | undefined): boolean {
  return value === null || value === '' || (isContainer(value) && Object.keys(value).length === 0);
}

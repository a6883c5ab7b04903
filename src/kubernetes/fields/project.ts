import type { ListTypes } from '../../core/change/compare.ts';
import { type Tree, type TreeObject, isObject } from '../../core/json/json.ts';
import { sameEntry } from './list-types.ts';

/**
 * The predicted object, reduced to the fields that `declared` names, as a new object is shown. Values that the server
 * generates (addresses, ports, identifiers) never get in, so that two plans agree.
 */
export function project(predicted: TreeObject, declared: TreeObject, types: ListTypes): TreeObject {
  return projectValue(predicted, declared, types) as TreeObject;
}

function projectValue(predicted: Tree | undefined, declared: Tree, types: ListTypes | undefined): Tree {
  if (predicted === undefined) return declared;
  if (isObject(declared) && isObject(predicted)) return projectObject(predicted, declared, types);
  if (Array.isArray(declared) && Array.isArray(predicted)) return projectList(predicted, declared, types);
  return predicted;
}

function projectObject(
  predicted: TreeObject,
  declared: TreeObject,
  types: ListTypes | undefined,
): TreeObject {
  const result: TreeObject = {};
  for (const [key, value] of Object.entries(declared)) {
    // The server drops null and empty values that have no meaning of their own.
    if (value === null || !Object.hasOwn(predicted, key)) continue;
    result[key] = projectValue(predicted[key], value, types?.fields.get(key));
  }
  return result;
}

function projectList(predicted: Tree[], declared: Tree[], types: ListTypes | undefined): Tree {
  const list = types?.list;
  if (list === undefined || list === 'set') {
    const sameShape = predicted.length === declared.length;
    return sameShape ? declared.map((item, i) => projectValue(predicted[i], item, undefined)) : predicted;
  }
  return declared.map((item) => projectValue(sameEntry(item, predicted, list), item, list.entry));
}

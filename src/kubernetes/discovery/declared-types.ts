import { type TreeObject, isObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import type { ResourceType } from '../client/resource-type.ts';

/** The kinds that CRDs will serve, by `apiVersion kind`. */
export function declaredTypes(
  declared: readonly { readonly object: TreeObject }[],
): Map<string, ResourceType> {
  const types = new Map<string, ResourceType>();
  for (const { object } of declared) {
    if (object['kind'] !== 'CustomResourceDefinition' || !isObject(object['spec'])) continue;
    for (const type of typesOfDefinition(object['spec'])) {
      types.set(`${type.group}/${type.version} ${type.kind}`, type);
    }
  }
  return types;
}

function typesOfDefinition(spec: TreeObject): ResourceType[] {
  return mapsAt(spec, 'versions')
    .filter((version) => version['served'] === true)
    .map((version) => ({
      group: textAt(spec, 'group'),
      version: textAt(version, 'name'),
      kind: textAt(spec, 'names', 'kind'),
      plural: textAt(spec, 'names', 'plural'),
      namespaced: spec['scope'] === 'Namespaced',
      verbs: [],
    }));
}

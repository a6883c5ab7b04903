import { type Tree, type TreeObject, isObject } from '../../core/json/json.ts';
import { asMap, asText } from '../../core/json/read-json.ts';
import type { ResourceId } from './resource.ts';

/** The objects named by an object that must exist before the server accepts it; they may be in the same source. */
export function dependenciesOf(object: TreeObject, namespace: string): ResourceId[] {
  const kind = object['kind'];
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') return [roleOf(object['roleRef'], namespace)];
  if (kind !== 'Pod' || !isObject(object['spec'])) return [];
  const { serviceAccountName: account, priorityClassName: priority } = object['spec'];
  const id = (group: string, name: Tree | undefined, own: { kind: string; namespace: string }) =>
    typeof name === 'string' ? [{ group, name, ...own }] : [];
  return [
    ...id('', account, { kind: 'ServiceAccount', namespace }),
    ...id('scheduling.k8s.io', priority, { kind: 'PriorityClass', namespace: '' }),
  ];
}

function roleOf(reference: Tree | undefined, namespace: string): ResourceId {
  const { kind, name } = asMap(reference);
  return {
    group: 'rbac.authorization.k8s.io',
    kind: asText(kind),
    namespace: kind === 'Role' ? namespace : '',
    name: asText(name),
  };
}

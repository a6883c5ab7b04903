import type { ListTypes } from '../../core/change/compare.ts';

/**
 * The fields that are atomic maps somewhere in the OpenAPI description of Kubernetes 1.37 (`x-kubernetes-map-type:
 * atomic`). The proof in `is-noop-apply.ts` leaves every other map to the server.
 */
export const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  'claimRef',
  'configMapKeyRef',
  'controllerExpandSecretRef',
  'controllerPublishSecretRef',
  'dataSource',
  'fieldRef',
  'fileKeyRef',
  'involvedObject',
  'labelSelector',
  'matchConstraints',
  'matchResources',
  'namespaceSelector',
  'nodeExpandSecretRef',
  'nodePublishSecretRef',
  'nodeSelector',
  'nodeStageSecretRef',
  'nodeTopology',
  'objectSelector',
  'paramKind',
  'paramRef',
  'podSelector',
  'port',
  'preference',
  'regarding',
  'related',
  'required',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resource',
  'resourceFieldRef',
  'roleRef',
  'scaleTargetRef',
  'scopeSelector',
  'secretKeyRef',
  'secretRef',
  'selector',
  'target',
  'targetRef',
]);

/**
 * Whether a map is owned as a whole, and not field by field. For a custom resource only the record of its owners tells:
 * a map that somebody owns as a whole, and nobody in part, counts as atomic.
 */
export function isAtomicMap(field: string, types: ListTypes | undefined): boolean {
  if (types !== undefined && types.fields.size > 0) return false;
  return ATOMIC_MAPS.has(field) || types?.whole === true;
}

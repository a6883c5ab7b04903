import type { JsonObject } from './json.ts';

/**
 * The fields that are atomic maps somewhere in the OpenAPI description of Kubernetes 1.37
 * (`x-kubernetes-map-type: atomic`). Any other one is asked for.
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

/** What the server fills in within some of them. */
export const FILLED_IN: Readonly<Record<string, JsonObject>> = {
  fieldRef: { apiVersion: 'v1' },
  resourceFieldRef: { divisor: '0' },
};

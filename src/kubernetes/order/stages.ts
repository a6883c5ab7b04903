import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';

/** The stages of a sync, first to last. An object's stage is applied after the one before it. */
export const STAGES = [
  'definitions',
  'namespaces',
  'access',
  'configuration',
  'storage',
  'services',
  'workloads',
  'custom resources',
  'webhooks',
] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_OF_KIND: Readonly<Record<string, Stage>> = {
  'apiextensions.k8s.io/CustomResourceDefinition': 'definitions',
  '/Namespace': 'namespaces',
  'scheduling.k8s.io/PriorityClass': 'access',
  'storage.k8s.io/StorageClass': 'access',
  'networking.k8s.io/IngressClass': 'access',
  'node.k8s.io/RuntimeClass': 'access',
  '/ResourceQuota': 'access',
  '/LimitRange': 'access',
  'networking.k8s.io/NetworkPolicy': 'access',
  '/ServiceAccount': 'access',
  'rbac.authorization.k8s.io/ClusterRole': 'access',
  'rbac.authorization.k8s.io/Role': 'access',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'access',
  'rbac.authorization.k8s.io/RoleBinding': 'access',
  '/ConfigMap': 'configuration',
  '/Secret': 'configuration',
  '/PersistentVolume': 'storage',
  '/PersistentVolumeClaim': 'storage',
  '/Service': 'services',
  'networking.k8s.io/Ingress': 'services',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': 'webhooks',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': 'webhooks',
  'apiregistration.k8s.io/APIService': 'webhooks',
};

const KINDS_IN_ORDER = Object.keys(STAGE_OF_KIND);

export function stageOf(id: ResourceId): Stage {
  return (
    STAGE_OF_KIND[`${id.group}/${id.kind}`] ?? (isBuiltInGroup(id.group) ? 'workloads' : 'custom resources')
  );
}

/** The order in which objects are applied; deletion goes the other way. */
export function byStage(a: ResourceId, b: ResourceId): number {
  const difference = rank(a) - rank(b);
  return difference !== 0 ? difference : compareText(resourceKey(a), resourceKey(b));
}

function rank(id: ResourceId): number {
  const kind = KINDS_IN_ORDER.indexOf(`${id.group}/${id.kind}`);
  return STAGES.indexOf(stageOf(id)) * 100 + (kind < 0 ? 99 : kind);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

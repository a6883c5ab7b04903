import { describe, expect, it } from 'vitest';
import { byStage, stageOf } from '../../../../src/kubernetes/order/stages.ts';

const id = (group: string, kind: string, name = 'x') => ({ group, kind, namespace: '', name });

describe('order', () => {
  it('G9: definitions, namespaces, access, configuration, services, workloads, custom resources, webhooks', () => {
    const shuffled = [
      id('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration'),
      id('example.com', 'Widget'),
      id('apps', 'Deployment'),
      id('', 'Service'),
      id('', 'Secret'),
      id('', 'ConfigMap'),
      id('rbac.authorization.k8s.io', 'RoleBinding'),
      id('rbac.authorization.k8s.io', 'ClusterRole'),
      id('', 'ServiceAccount'),
      id('scheduling.k8s.io', 'PriorityClass'),
      id('', 'Namespace'),
      id('apiextensions.k8s.io', 'CustomResourceDefinition'),
    ];
    expect(shuffled.toSorted(byStage).map(({ kind }) => kind)).toEqual([
      'CustomResourceDefinition',
      'Namespace',
      'PriorityClass',
      'ServiceAccount',
      'ClusterRole',
      'RoleBinding',
      'ConfigMap',
      'Secret',
      'Service',
      'Deployment',
      'Widget',
      'ValidatingWebhookConfiguration',
    ]);
  });

  it('orders objects of one kind by name, so that two plans agree', () => {
    const names = [id('', 'ConfigMap', 'b'), id('', 'ConfigMap', 'a')]
      .toSorted(byStage)
      .map(({ name }) => name);
    expect(names).toEqual(['a', 'b']);
  });

  it.each([
    ['batch', 'Job', 'workloads'],
    ['autoscaling', 'HorizontalPodAutoscaler', 'workloads'],
    ['policy', 'PodDisruptionBudget', 'workloads'],
    ['cert-manager.io', 'Certificate', 'custom resources'],
  ])('%s/%s is of the %s', (group, kind, stage) => {
    expect(stageOf(id(group, kind))).toBe(stage);
  });
});

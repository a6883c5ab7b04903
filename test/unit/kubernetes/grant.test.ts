import { describe, expect, it } from 'vitest';
import { type Grant, describeGrant, isGranted } from '../../../src/kubernetes/config/grant.ts';
import type { ResourceId } from '../../../src/kubernetes/objects/resource.ts';

const shop: Grant = { namespaces: ['shop', 'shop-jobs'], clusterScoped: false };
const deployment = (namespace: string): ResourceId => ({
  group: 'apps',
  kind: 'Deployment',
  namespace,
  name: 'web',
});
const scoped = (kind: string, name: string, group = ''): ResourceId => ({ group, kind, namespace: '', name });

describe('a grant', () => {
  it('that is absent limits nothing', () => {
    expect(isGranted(undefined, deployment('kube-system'))).toBe(true);
    expect(isGranted(undefined, scoped('Node', 'a'))).toBe(true);
  });

  it('holds the objects of its namespaces, and of no other', () => {
    expect(isGranted(shop, deployment('shop'))).toBe(true);
    expect(isGranted(shop, deployment('shop-jobs'))).toBe(true);
    expect(isGranted(shop, deployment('sho'))).toBe(false);
    expect(isGranted(shop, deployment('shop-jobs-2'))).toBe(false);
    expect(isGranted(shop, deployment('kube-system'))).toBe(false);
  });

  it('holds the Namespace objects of its namespaces, and no other cluster-scoped object', () => {
    expect(isGranted(shop, scoped('Namespace', 'shop'))).toBe(true);
    expect(isGranted(shop, scoped('Namespace', 'other'))).toBe(false);
    expect(isGranted(shop, scoped('Namespace', 'shop', 'example.com'))).toBe(false);
    expect(isGranted(shop, scoped('ClusterRole', 'shop', 'rbac.authorization.k8s.io'))).toBe(false);
  });

  it('of all namespaces holds no other cluster-scoped object', () => {
    const all: Grant = { namespaces: '*', clusterScoped: false };
    expect(isGranted(all, deployment('kube-system'))).toBe(true);
    expect(isGranted(all, scoped('Namespace', 'new'))).toBe(true);
    expect(isGranted(all, scoped('Node', 'a'))).toBe(false);
  });

  it('of cluster-scoped objects holds no namespaced one', () => {
    const cluster: Grant = { namespaces: [], clusterScoped: true };
    expect(isGranted(cluster, scoped('ClusterRole', 'a', 'rbac.authorization.k8s.io'))).toBe(true);
    expect(isGranted(cluster, scoped('Namespace', 'shop'))).toBe(true);
    expect(isGranted(cluster, deployment('shop'))).toBe(false);
  });

  it.each<[string, Grant]>([
    ['the namespaces shop, shop-jobs and no cluster-scoped objects', shop],
    ['the namespace shop and cluster-scoped objects', { namespaces: ['shop'], clusterScoped: true }],
    ['all namespaces and no cluster-scoped objects', { namespaces: '*', clusterScoped: false }],
    ['no namespace and cluster-scoped objects', { namespaces: [], clusterScoped: true }],
    ['nothing', { namespaces: [], clusterScoped: false }],
  ])('is told as "%s"', (words, grant) => {
    expect(describeGrant(grant)).toBe(words);
  });
});

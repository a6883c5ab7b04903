import { describe, expect, it } from 'vitest';
import { lacksConfirmation, partOfUs, wishToStay } from '../../../src/kubernetes/objects/reasons-to-keep.ts';

const id = (kind: string, name: string, group = '', namespace = '') => ({ group, kind, namespace, name });
const self = { namespace: 'ops', name: 'plumbline' };

describe('F7: a wish to stay', () => {
  it.each([
    ['helm.sh/resource-policy', 'keep', true],
    ['helm.sh/resource-policy', 'delete', false],
    ['argocd.argoproj.io/sync-options', 'Prune=false', true],
    ['argocd.argoproj.io/sync-options', 'Delete=false, Validate=true', true],
    ['argocd.argoproj.io/sync-options', 'PruneLast=true', false],
    ['kustomize.toolkit.fluxcd.io/prune', 'Disabled', true],
    ['plumbline.dev/prune', 'false', true],
    ['plumbline.dev/prune', 'true', false],
  ])('%s: %s', (name, value, stays) => {
    expect(wishToStay({ metadata: { annotations: { [name]: value } } }) !== undefined).toBe(stays);
  });
});

describe('F5, F6: what is deleted only when it is confirmed', () => {
  it('is what holds others or data', () => {
    expect(lacksConfirmation(id('ConfigMap', 'a', '', 'shop'), [])).toBeUndefined();
    expect(lacksConfirmation(id('Namespace', 'shop'), [])).toContain('"Namespace shop"');
    expect(lacksConfirmation(id('PersistentVolumeClaim', 'data', '', 'shop'), [])).toContain('its data');
  });

  it('is confirmed by its name', () => {
    expect(lacksConfirmation(id('Namespace', 'shop'), ['Namespace shop'])).toBeUndefined();
    expect(lacksConfirmation(id('Namespace', 'shop'), ['Namespace other'])).toBeDefined();
  });
});

describe('F11: what Plumbline runs by', () => {
  it.each([
    ['its namespace', id('Namespace', 'ops'), {}, true],
    ['another namespace', id('Namespace', 'shop'), {}, false],
    ['its account', id('ServiceAccount', 'plumbline', '', 'ops'), {}, true],
    [
      'what binds its account',
      id('ClusterRoleBinding', 'b', 'rbac.authorization.k8s.io'),
      { subjects: [{ kind: 'ServiceAccount', name: 'plumbline', namespace: 'ops' }] },
      true,
    ],
    [
      'its own pods',
      id('Deployment', 'server', 'apps', 'ops'),
      { spec: { template: { spec: { serviceAccountName: 'plumbline' } } } },
      true,
    ],
    [
      'pods elsewhere with an account of that name',
      id('Deployment', 'server', 'apps', 'shop'),
      { spec: { template: { spec: { serviceAccountName: 'plumbline' } } } },
      false,
    ],
  ])('%s', (_what, which, object, ours) => {
    expect(partOfUs(which, object, self) !== undefined).toBe(ours);
    expect(partOfUs(which, object, undefined)).toBeUndefined();
  });
});

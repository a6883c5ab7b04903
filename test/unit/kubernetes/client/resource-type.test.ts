import { expect, it } from 'vitest';
import {
  type ResourceType,
  collectionPath,
  objectPath,
} from '../../../../src/kubernetes/client/resource-type.ts';

const core: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true,
  verbs: [],
};
const apps: ResourceType = { ...core, group: 'apps', kind: 'Deployment', plural: 'deployments' };
const cluster: ResourceType = { ...core, kind: 'Node', plural: 'nodes', namespaced: false };

it('addresses objects of the core group, of other groups and of the cluster', () => {
  expect(objectPath(core, { namespace: 'shop', name: 'web' })).toBe('/api/v1/namespaces/shop/pods/web');
  expect(objectPath(apps, { namespace: 'shop', name: 'web' })).toBe(
    '/apis/apps/v1/namespaces/shop/deployments/web',
  );
  expect(objectPath(cluster, { namespace: '', name: 'n1' })).toBe('/api/v1/nodes/n1');
  expect(collectionPath(apps)).toBe('/apis/apps/v1/deployments');
});

it('B2: leaves out the namespace that an object without namespaces names', () => {
  expect(objectPath(cluster, { namespace: 'shop', name: 'n1' })).toBe('/api/v1/nodes/n1');
});

it('keeps a name from leading elsewhere', () => {
  expect(objectPath(core, { namespace: 'shop', name: '../../secrets/x?y' })).toBe(
    '/api/v1/namespaces/shop/pods/..%2F..%2Fsecrets%2Fx%3Fy',
  );
  expect(() => objectPath(core, { namespace: 'shop', name: '..' })).toThrow(
    'it cannot be part of an API path',
  );
  expect(() => objectPath(core, { namespace: '..', name: 'x' })).toThrow('it cannot be part of an API path');
});

it('B3: asks for no namespaced object without its namespace', () => {
  expect(() => objectPath(core, { namespace: '', name: 'web' })).toThrow('Pod web: it has no namespace.');
});

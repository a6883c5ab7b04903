import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import { healthOf } from '../../../src/kubernetes/health/health.ts';
import { CONFIG_MAP, DEPLOYMENT, NAMESPACE, connectAs, createNamespace } from './connections.ts';

const space = 'health-test';
let client: Client;

beforeAll(async () => {
  client = await connectAs(inject('context'));
  await createNamespace(client, space);
});

afterAll(async () => {
  await client.remove(NAMESPACE, { namespace: '', name: space });
  await client.close();
});

function deployment(name: string, spec: JsonObject, pod: JsonObject = {}): JsonObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }], ...pod } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: space, name },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

async function healthOfDeployment(name: string) {
  return healthOf(await client.read(DEPLOYMENT, { namespace: space, name }));
}

it('G11: a Deployment is on its way from the moment it is applied until its pods are there', async () => {
  const id = { namespace: space, name: 'fine' };
  const { object } = await client.apply(DEPLOYMENT, id, deployment('fine', { replicas: 2 }));
  expect(healthOf(object).status).toBe('progressing');
  await expect.poll(() => healthOfDeployment('fine'), { timeout: 30_000 }).toEqual({ status: 'healthy' });
  const changed = await client.apply(DEPLOYMENT, id, deployment('fine', { replicas: 3 }));
  expect(healthOf(changed.object)).toMatchObject({ status: 'progressing' });
});

it('G13: a rollout that makes no progress fails before the time is up', async () => {
  const nowhere = { nodeSelector: { no: 'such-node' } };
  const body = deployment('stuck', { progressDeadlineSeconds: 1 }, nowhere);
  await client.apply(DEPLOYMENT, { namespace: space, name: 'stuck' }, body);
  await expect
    .poll(() => healthOfDeployment('stuck'), { timeout: 30_000 })
    .toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('ProgressDeadlineExceeded') as string,
    });
});

it('an object that does nothing is healthy at once, and one that waits for its finalizer is not', async () => {
  const id = { namespace: space, name: 'held' };
  const metadata = { namespace: space, name: 'held', finalizers: ['example.org/hold'] };
  const { object } = await client.apply(CONFIG_MAP, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  expect(healthOf(object)).toEqual({ status: 'healthy' });
  await client.remove(CONFIG_MAP, id);
  expect(healthOf(await client.read(CONFIG_MAP, id))).toEqual({
    status: 'progressing',
    reason: 'terminating',
  });
  await client.patch(CONFIG_MAP, id, 'application/merge-patch+json', { metadata: { finalizers: null } });
});

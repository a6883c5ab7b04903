import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import type { Client } from '../../../../src/kubernetes/client/client.ts';
import { discover } from '../../../../src/kubernetes/discovery/discovery.ts';

function resource(kind: string, plural: string, scope = 'Namespaced'): JsonObject {
  return { resource: plural, responseKind: { group: '', version: '', kind }, scope, verbs: ['get', 'list'] };
}

function group(
  name: string,
  ...versions: [version: string, resources: JsonObject[], freshness?: string][]
): JsonObject {
  return {
    metadata: name === '' ? {} : { name },
    versions: versions.map(([version, resources, freshness = 'Current']) => ({
      version,
      resources,
      freshness,
    })),
  };
}

const list = (...items: JsonObject[]): JsonObject => ({ kind: 'APIGroupDiscoveryList', items });

const core = list(group('', ['v1', [resource('Pod', 'pods'), resource('Node', 'nodes', 'Cluster')]]));
const groups = list(
  group('apps', ['v1', [resource('Deployment', 'deployments')]]),
  group(
    'autoscaling',
    ['v2', [resource('HorizontalPodAutoscaler', 'horizontalpodautoscalers')]],
    ['v1', [resource('HorizontalPodAutoscaler', 'horizontalpodautoscalers')]],
  ),
  group('metrics.k8s.io', ['v1beta1', [], 'Stale']),
  group(
    'mixed.example',
    ['v2', [resource('Thing', 'things')], 'Stale'],
    ['v1', [resource('Thing', 'things')]],
  ),
);

/** A server of which only discovery is asked. */
function server(answers: Record<string, JsonObject>) {
  let calls = 0;
  const get = async (path: string) => {
    calls += 1;
    const answer = answers[path];
    if (answer === undefined) throw new Error('down');
    return answer;
  };
  const client = { context: 'test', server: 'https://test', get } as Pick<
    Client,
    'context' | 'server' | 'get'
  >;
  return { client: client as Client, calls: () => calls };
}

const whole = () => server({ '/api': core, '/apis': groups });

describe('the kinds that a server serves', () => {
  it('knows version, plural and scope', async () => {
    const discovery = await discover(whole().client);
    expect(discovery.lookup('apps/v1', 'Deployment')).toMatchObject({
      status: 'served',
      type: { group: 'apps', version: 'v1', plural: 'deployments', namespaced: true, verbs: ['get', 'list'] },
    });
    expect(discovery.lookup('v1', 'Node')).toMatchObject({
      status: 'served',
      type: { group: '', namespaced: false },
    });
    expect(discovery.lookup('v1', 'Deployment')).toEqual({ status: 'unknown' });
  });

  it('B6: tells the preferred version from the one that was asked for', async () => {
    const discovery = await discover(whole().client);
    const kind = 'HorizontalPodAutoscaler';
    expect(discovery.preferred('autoscaling', kind)).toMatchObject({ type: { version: 'v2' } });
    expect(discovery.lookup('autoscaling/v1', kind)).toMatchObject({ type: { version: 'v1' } });
    expect(discovery.preferred('autoscaling', 'Scaler')).toEqual({ status: 'unknown' });
  });

  it('B9: an API that does not answer is unavailable, and its kinds are not gone', async () => {
    const discovery = await discover(whole().client);
    const answer = {
      status: 'unavailable',
      reason: expect.stringContaining('apiservice v1beta1.metrics.k8s.io') as string,
    };
    expect(discovery.unavailable).toEqual(['metrics.k8s.io/v1beta1', 'mixed.example/v2']);
    expect(discovery.lookup('metrics.k8s.io/v1beta1', 'PodMetrics')).toEqual(answer);
    expect(discovery.preferred('metrics.k8s.io', 'PodMetrics')).toEqual(answer);
    expect(discovery.preferred('mixed.example', 'Thing')).toMatchObject({ status: 'unavailable' });
    expect(discovery.lookup('mixed.example/v1', 'Thing')).toMatchObject({ status: 'served' });
  });

  it.each([
    ['apps/v1', 'Deploymnet', 'apps/v1 Deployment'],
    ['apps/v1', 'deployment', 'apps/v1 Deployment'],
    ['extensions/v1beta1', 'Deployment', 'apps/v1 Deployment'],
    ['autoscaling/v3', 'HorizontalPodAutoscaler', 'autoscaling/v2 HorizontalPodAutoscaler'],
    ['apps/v1', 'Kustomization', undefined],
    ['v1', '', undefined],
  ])('suggests for %s %s: %s', async (apiVersion, kind, suggestion) => {
    expect((await discover(whole().client)).suggest(apiVersion, kind)).toBe(suggestion);
  });
});

describe('asking the server', () => {
  it('happens once for each client, and again on demand', async () => {
    const { client, calls } = whole();
    const first = await discover(client);
    expect(await discover(client)).toBe(first);
    expect(calls()).toBe(2);
    const second = await first.refresh();
    expect(second).not.toBe(first);
    expect(await discover(client)).toBe(second);
    expect(calls()).toBe(4);
  });

  it('does not keep a failure', async () => {
    const answers: Record<string, JsonObject> = { '/api': core };
    const { client } = server(answers);
    await expect(discover(client)).rejects.toThrow('down');
    answers['/apis'] = groups;
    await expect(discover(client)).resolves.toMatchObject({ unavailable: expect.any(Array) as string[] });
  });

  it('refuses a server without aggregated discovery', async () => {
    const { client } = server({ '/api': { kind: 'APIVersions' }, '/apis': { kind: 'APIGroupList' } });
    await expect(discover(client)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Kubernetes 1.27 or later') as string,
    });
  });
});

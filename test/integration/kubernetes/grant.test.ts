import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Target } from '../../../src/core/target/target.ts';
import { sync } from '../../../src/flows/deploy/sync.ts';
import { planTarget } from '../../../src/flows/plan-target.ts';
import type { Grant } from '../../../src/kubernetes/config/grant.ts';
import { connect } from '../../../src/kubernetes/connect.ts';
import { createKubernetesEngine } from '../../../src/kubernetes/engine.ts';
import { createPlainRenderer } from '../../../src/kubernetes/render/plain.ts';
import { REAL_TIMING } from '../../../src/kubernetes/transport/retry.ts';
import { createLog } from '../../../src/log.ts';
import { live } from '../../support/live.ts';
import { memorySource } from '../../support/memory-source.ts';
import { targetIn } from '../../support/targets.ts';

const configMap = (namespace?: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings${namespace === undefined ? '' : `, namespace: ${namespace}`} }\n`;
const clusterRole = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: plumbline-test-grant }
rules: []
`;
const ask = "Ask the administrator of this Plumbline to grant it in the server's configuration.";

/** An engine that tells every request that it makes. */
async function counted() {
  const requests: string[] = [];
  const debug = (fields: { method?: string; path?: string }) =>
    void requests.push(`${fields.method} ${fields.path}`);
  const log = { debug } as Parameters<typeof connect>[0]['log'] & object;
  const client = await connect({
    context: inject('context'),
    kubeconfig: inject('kubeconfig'),
    env: {},
    log,
  });
  onTestFinished(() => client.close());
  const kubernetes = createKubernetesEngine({
    connect: async () => client,
    renderer: createPlainRenderer(),
    key: 'a key that only this test has, of 32+',
    clock: REAL_TIMING,
    log: createLog('silent'),
    version: '0.0.0-test',
  });
  return { engines: { kubernetes }, requests };
}

async function refusal(manifests: string, target: Target) {
  const { engines, requests } = await counted();
  const source = memorySource({ 'all.yaml': manifests });
  const answer = await planTarget(engines, target, { source, purpose: 'preview' });
  const request = { target, source, approved: '0'.repeat(32), timeout: 1000, observe: () => {} };
  await expect(sync(engines, request)).rejects.toMatchObject({ code: 'forbidden' });
  return { message: answer.status === 'failed' ? answer.message : 'it was planned', answer, requests };
}

/** Which kinds there are and what the target's own inventory says is asked; objects are not. */
function expectNothingRead(requests: readonly string[]): void {
  const allowed = /^GET \/(api|apis|api\/v1\/namespaces\/plumbline-system\/configmaps\/[^?]*)$/;
  expect(requests.filter((request) => !allowed.test(request))).toEqual([]);
}

describe('a target of a repository that is granted some namespaces', () => {
  const grantOf = (namespace: string): Grant => ({
    namespaces: [namespace],
    clusterScoped: false,
    shared: [],
  });

  it('is planned and synced within them, their Namespace objects included', async () => {
    const { namespace, sync, get } = await live();
    const own = `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }\n---\n${configMap()}`;
    expect(await sync(own, { grant: grantOf(namespace) })).toMatchObject({ status: 'synced' });
    expect(await get('configmap/settings')).toMatchObject({ kind: 'ConfigMap' });
  });

  it.each([
    [
      'an object that names another namespace',
      configMap('kube-system'),
      'all.yaml:1: ConfigMap kube-system/settings',
    ],
    [
      'a cluster-scoped object',
      clusterRole,
      'all.yaml:1: rbac.authorization.k8s.io/ClusterRole plumbline-test-grant',
    ],
    [
      'another Namespace',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: default }\n',
      'all.yaml:1: Namespace default',
    ],
  ])('is refused with %s, before anything of it is read', async (_what, manifests, named) => {
    const { namespace } = await live();
    const target = targetIn(namespace, { grant: grantOf(namespace) });
    const { message, answer, requests } = await refusal(manifests, target);
    expect(message).toBe(
      `target ${namespace}: its repository is granted the namespace ${namespace} and no cluster-scoped objects ` +
        `in cluster sandbox, which does not hold:\n${named}\n${ask}`,
    );
    expect(answer).toMatchObject({ status: 'failed', code: 'forbidden' });
    expectNothingRead(requests);
  });

  it('is refused when the namespace of objects that name none is another', async () => {
    const { namespace } = await live();
    const target = targetIn(namespace, { namespace: 'kube-system', grant: grantOf(namespace) });
    const { message, requests } = await refusal(configMap(), target);
    expect(message).toContain('all.yaml:1: ConfigMap kube-system/settings');
    expectNothingRead(requests);
  });

  it('names each object that is out of reach, and leaves the others alone', async () => {
    const { namespace, kubectl } = await live();
    const target = targetIn(namespace, { grant: grantOf(namespace) });
    const manifests = [configMap(), configMap('default'), clusterRole].join('---\n');
    const { message } = await refusal(manifests, target);
    expect(message.split('\n').slice(1, -1)).toEqual([
      'all.yaml:5: ConfigMap default/settings',
      'all.yaml:9: rbac.authorization.k8s.io/ClusterRole plumbline-test-grant',
    ]);
    expect(await kubectl(['get', 'configmap/settings', '--ignore-not-found'])).toBe('');
  });

  it('is refused when it would prune what it synced under a wider grant', async () => {
    const { namespace, sync } = await live();
    const other = await live();
    const both = `${configMap()}---\n${configMap(other.namespace)}`;
    expect(await sync(both)).toMatchObject({ status: 'synced' });
    const target = targetIn(namespace, { grant: grantOf(namespace) });
    const { engines, requests } = await counted();
    // The inventory belongs to the folder that was synced.
    const source = { ...memorySource({ 'all.yaml': configMap() }), repository: 'test' };
    expect(await planTarget(engines, target, { source, purpose: 'preview' })).toMatchObject({
      status: 'failed',
      code: 'forbidden',
      message: expect.stringContaining(
        `ConfigMap ${other.namespace}/settings, synced before and no longer declared`,
      ) as string,
    });
    expectNothingRead(requests);
  });
});

describe('a target of a repository that has no grant', () => {
  it('S6: a repository without a grant reaches nothing', async () => {
    const { namespace } = await live();
    const target = targetIn(namespace, { grant: null });
    const { message, requests } = await refusal(configMap(), target);
    expect(message).toBe(`target ${namespace}: its repository is granted nothing in sandbox. ${ask}`);
    expect(requests).toEqual([]);
  });
});

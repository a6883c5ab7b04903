import { describe, expect, it, onTestFinished } from 'vitest';
import { type Live, live, summary } from '../../support/live.ts';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n';

/** An API of which the server behind is gone. */
async function downApi(kubectl: Live['kubectl'], group: string): Promise<void> {
  const name = `v1.${group}`;
  const service = { namespace: 'default', name: 'nobody' };
  const spec = { group, version: 'v1', service, groupPriorityMinimum: 1, versionPriority: 1 };
  const apiService = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name },
    spec,
  };
  onTestFinished(async () => void (await kubectl(['delete', `apiservice/${name}`])));
  await kubectl(['apply', '-f', '-'], JSON.stringify(apiService));
  await kubectl(['wait', `apiservice/${name}`, '--for=condition=Available=False', '--timeout=20s']);
}

describe('kinds that come and go', () => {
  it('are known to a connection that was made before them', async () => {
    const { namespace, kubectl, plan } = await live();
    const kind = namespace.replace('-', '');
    const names = { kind, plural: `${kind}s` };
    const schema = { openAPIV3Schema: { type: 'object' } };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${kind}s.later.example.com` },
      spec: {
        group: 'later.example.com',
        names,
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    };
    const custom = `apiVersion: later.example.com/v1\nkind: ${kind}\nmetadata: { name: mine }\n`;
    expect((await plan(custom)).unknown).toHaveLength(1);
    onTestFinished(async () => void (await kubectl(['delete', `crd/${definition.metadata.name}`])));
    await kubectl(['apply', '-f', '-'], JSON.stringify(definition));
    await kubectl(['wait', `crd/${definition.metadata.name}`, '--for=condition=Established']);
    expect(summary(await plan(custom))).toEqual([expect.stringContaining('mine')]);
  });
});

describe('an API that does not answer', () => {
  it('B9: makes only the objects of its kinds unknown, and nothing is applied', async () => {
    const { namespace, kubectl, plan, sync } = await live();
    const group = `${namespace}.example.com`;
    await downApi(kubectl, group);
    const both = `${configMap}---\napiVersion: ${group}/v1\nkind: Widget\nmetadata: { name: mine }\n`;
    const planned = await plan(both);
    expect(summary(planned)).toEqual([expect.stringContaining('create ConfigMap settings')]);
    expect(planned.unknown).toEqual([
      expect.objectContaining({
        code: 'unreachable',
        message: expect.stringContaining(`all.yaml:5: ${group}/Widget ${namespace}/mine: the API`) as string,
      }),
    ]);
    await expect(sync(both)).rejects.toThrow('nothing was applied');
    expect(await kubectl(['get', 'configmap/settings', '--ignore-not-found'])).toBe('');
  });
});

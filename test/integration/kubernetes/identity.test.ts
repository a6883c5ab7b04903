import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf } from '../../../src/kubernetes/objects/resource.ts';
import { live, summary } from '../../support/live.ts';
import { targetIn } from '../../support/targets.ts';

const configMap = (name: string, metadata = '') => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}${metadata} }
data: { a: "1" }
---
`;

describe('identity', () => {
  it('B1: two objects of one kind and name in two namespaces are two objects', async () => {
    const { plan, sync, kubectl, namespace } = await live();
    const other = `${namespace}-other`;
    await kubectl(['create', 'namespace', other]);
    onTestFinished(async () => void (await kubectl(['delete', 'namespace', other, '--wait=false'])));
    const both = configMap('same') + configMap('same', `, namespace: ${other}`);
    expect((await plan(both)).changes.map(({ subject }) => subject.scope).toSorted()).toEqual([
      namespace,
      other,
    ]);
    await sync(both);
    const changed = both.replace('"1"', '"2"');
    expect((await plan(changed)).changes.map(({ subject }) => subject.scope)).toEqual([namespace]);
  });

  it('B2: a cluster-scoped object with a namespace is the cluster-scoped object', async () => {
    const { plan, sync, kubectl, namespace } = await live();
    const name = `plumbline-${namespace}`;
    onTestFinished(async () => void (await kubectl(['delete', 'clusterrole', name, '--ignore-not-found'])));
    const role = `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: ${name}, namespace: ${namespace}}, rules: []}`;
    expect((await plan(role)).changes.map(({ subject }) => subject.scope)).toEqual(['']);
    expect(await sync(role)).toMatchObject({ status: 'synced' });
    // C10: empty rules and no rules are one.
    expect(summary(await plan(role))).toEqual([]);
  });

  it("B3: a namespaced object without a namespace takes the target's, or is an error with its line", async () => {
    const { plan, tryPlan, namespace } = await live();
    expect((await plan(configMap('x'))).changes.map(({ subject }) => subject.scope)).toEqual([namespace]);
    const {
      spec: { namespace: _none, ...spec },
      ...rest
    } = targetIn(namespace);
    const target = { ...rest, spec };
    const answer = await tryPlan({ 'a.yaml': `\n${configMap('x')}` }, target, { whole: true });
    expect(answer).toMatchObject({ status: 'failed' });
    expect(answer.status === 'failed' && answer.message).toContain(
      "a.yaml:3: ConfigMap x names no namespace. Set metadata.namespace, or the target's namespace (--namespace).",
    );
  });

  it('B4: an object of a kind that the cluster does not know cannot be told, and is never taken for absent', async () => {
    const { plan, namespace } = await live();
    const { unknown } = await plan('{apiVersion: apps/v1, kind: Deploymnt, metadata: {name: x}}');
    expect(unknown.map(({ message }) => message)).toEqual([
      `all.yaml:1: apps/Deploymnt ${namespace}/x: the cluster knows no kind Deploymnt in apps/v1. Did you mean apps/v1 Deployment?`,
    ]);
  });

  it('B4: when the kind of an inventory member is gone with its CRD, nothing is deleted under another kind', async () => {
    const { plan, sync, kubectl } = await live();
    const group = `g${randomBytes(3).toString('hex')}.example.com`;
    const definition = crd(group);
    onTestFinished(
      async () => void (await kubectl(['delete', 'crd', `widgets.${group}`, '--ignore-not-found'])),
    );
    await kubectl(['apply', '-f', '-'], definition);
    await kubectl(['wait', '--for=condition=Established', `crd/widgets.${group}`]);
    const widget = `{apiVersion: ${group}/v1, kind: Widget, metadata: {name: w}, spec: {size: 1}}\n---\n`;
    expect(await sync(configMap('x') + widget)).toMatchObject({ status: 'synced' });
    await kubectl(['delete', 'crd', `widgets.${group}`]);
    expect(summary(await plan(configMap('x')))).toEqual([]);
  });

  it('C3, A3: a resource is planned and synced together with the CRD and the namespace that it needs', async () => {
    const { plan, sync, kubectl, namespace } = await live();
    const group = `g${randomBytes(3).toString('hex')}.example.com`;
    const fresh = `${namespace}-fresh`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'crd', `widgets.${group}`, '--ignore-not-found'])),
    );
    onTestFinished(async () => void (await kubectl(['delete', 'namespace', fresh, '--wait=false'])));
    const all = [
      crd(group),
      `{apiVersion: v1, kind: Namespace, metadata: {name: ${fresh}}}`,
      `{apiVersion: ${group}/v1, kind: Widget, metadata: {name: w, namespace: ${fresh}}, spec: {size: 9007199254740993, wait: 1h}}`,
      configMap('x', `, namespace: ${fresh}`),
    ].join('\n---\n');
    const first = await plan(all);
    expect(first.changes.map(({ action, subject }) => `${action} ${idOf(subject).kind}`)).toEqual([
      'create CustomResourceDefinition',
      'create Namespace',
      'create ConfigMap',
      'create Widget',
    ]);
    expect(first.changes.at(-1)?.marks[0]?.text).toContain('not validated yet');
    expect(await sync(all)).toMatchObject({ status: 'synced' });
    // A3: the long integer is live exactly.
    const live64 = await kubectl(['get', `widgets.${group}/w`, '-n', fresh, '-o', 'jsonpath={.spec.size}']);
    expect(live64).toBe('9007199254740993');
    // C3: of a custom resource's durations and quantities the type is not known: they are compared as written.
    expect(summary(await plan(all.replace('740993', '740992')))).toEqual([
      `update ${group}/Widget ${fresh}/w: spec.size 9007199254740993 → 9007199254740992`,
    ]);
    expect(summary(await plan(all.replace('wait: 1h', 'wait: 60m')))).toEqual([
      `update ${group}/Widget ${fresh}/w: spec.wait "1h" → "60m"`,
    ]);
  });
});

function crd(group: string): string {
  return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { size: { type: integer, format: int64 }, wait: { type: string } } }
`;
}

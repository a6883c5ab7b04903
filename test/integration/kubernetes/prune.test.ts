import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeChange } from '../../../src/core/change/change.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { idOf } from '../../../src/kubernetes/objects/resource.ts';
import { ends } from '../../support/ends.ts';
import { type Live, live, summary } from '../../support/live.ts';
import { targetIn } from '../../support/targets.ts';

const document = (object: object) => `${JSON.stringify(object)}\n---\n`;

const map = (name: string, metadata: object = {}) =>
  document({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data: { a: '1' } });

const namespace = (name: string) => document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const unique = () => randomBytes(4).toString('hex');

function definition(group: string) {
  return document({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        },
      ],
    },
  });
}

const widget = (group: string, finalizers: string[] = []) =>
  document({ apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w', finalizers }, spec: {} });

const why = (plan: Plan) => plan.changes.map(({ marks }) => marks.map(({ text }) => text).join(' / '));

function removeAfterwards({ kubectl }: Live, ...args: string[]): void {
  onTestFinished(async () => void (await kubectl(['delete', ...args, '--ignore-not-found', '--wait=false'])));
}

describe('what is no longer declared', () => {
  it('F5: a namespace is kept until its deletion is confirmed by name', async () => {
    const at = await live();
    const other = `${at.namespace}-other`;
    removeAfterwards(at, 'namespace', other);
    await at.sync(map('a') + namespace(other));
    const kept = await at.plan(map('a'));
    expect(kept.changes.map(describeChange)).toEqual([`keep Namespace ${other}`]);
    expect(why(kept)[0]).toContain(`"confirm-delete" ("Namespace ${other}")`);
    const confirmDelete = [`Namespace ${other}`];
    const confirmed = await at.plan(map('a'), { confirmDelete });
    expect(why(confirmed)[0]).toContain('deleting a namespace deletes all that is in it');
    expect(ends(await at.sync(map('a'), { confirmDelete }))).toEqual([`delete Namespace ${other} applied`]);
    await expect(at.kubectl(['get', 'namespace', other])).rejects.toThrow('NotFound');
  });

  it('F6: a CRD is kept until its deletion is confirmed, and goes after its resources', async () => {
    const at = await live();
    const group = `g${unique()}.example.org`;
    removeAfterwards(at, 'crd', `widgets.${group}`);
    await at.sync(map('a') + definition(group) + widget(group));
    expect(
      (await at.plan(map('a'))).changes.map(({ action, subject }) => `${action} ${idOf(subject).kind}`),
    ).toEqual(['delete Widget', 'keep CustomResourceDefinition']);
    const confirmDelete = [`CustomResourceDefinition widgets.${group}`];
    expect(ends(await at.sync(map('a'), { confirmDelete }))).toEqual([
      'delete Widget w applied',
      `delete CustomResourceDefinition widgets.${group} applied`,
    ]);
  });

  it('F6, F9: a resource that does not go holds its CRD back, and both stay known', async () => {
    const at = await live();
    const group = `g${unique()}.example.org`;
    removeAfterwards(at, 'crd', `widgets.${group}`);
    await at.sync(map('a') + definition(group) + widget(group, ['example.org/hold']));
    onTestFinished(
      async () =>
        void (await at.kubectl([
          'patch',
          `widgets.${group}/w`,
          '--type=merge',
          '-p',
          '{"metadata":{"finalizers":null}}',
        ])),
    );
    const confirmDelete = [`CustomResourceDefinition widgets.${group}`];
    const report = await at.sync(map('a'), { confirmDelete }, undefined, 2000);
    expect(report.status).toBe('failed');
    expect(ends(report)).toEqual([
      'delete Widget w applied',
      `delete CustomResourceDefinition widgets.${group} skipped`,
    ]);
    const next = await at.plan(map('a'), { confirmDelete });
    expect(next.changes.map(({ action, subject }) => `${action} ${idOf(subject).kind}`)).toEqual([
      'keep Widget',
      'delete CustomResourceDefinition',
    ]);
  });

  it.each([
    ['helm.sh/resource-policy', 'keep'],
    ['argocd.argoproj.io/sync-options', 'Validate=false,Prune=false'],
    ['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
    ['plumbline.dev/prune', 'false'],
  ])(
    'F7: stays where its live annotation %s says so, although the source no longer does',
    async (name, value) => {
      const { sync, plan } = await live();
      await sync(map('a') + map('old', { annotations: { [name]: value } }));
      const next = await plan(map('a'));
      expect(summary(next)).toEqual(['keep ConfigMap old']);
      expect(why(next)[0]).toContain(name);
    },
  );

  it('F8: an object that turns into a hook, or is left alone by an ignore rule, is no orphan', async () => {
    const { sync, plan } = await live();
    await sync(map('a') + map('b'));
    const turned = map('a') + map('b', { annotations: { 'helm.sh/hook': 'test' } });
    expect(summary(await plan(turned))).toEqual([]);
    const ignore = [{ kind: 'ConfigMap', name: 'b', path: '/data', because: 'a test' }];
    expect(summary(await plan(map('a') + map('b'), { ignore }))).toEqual([]);
    const both = map('a', { labels: { new: 'one' } }) + map('b', { annotations: { 'helm.sh/hook': 'test' } });
    await sync(both);
    expect(summary(await plan(map('a', { labels: { new: 'one' } })))).toEqual(['delete ConfigMap b']);
  });

  it('F9: what could not be deleted stays in the inventory', async () => {
    const at = await live();
    await at.sync(map('a') + map('held', { finalizers: ['example.org/hold'] }));
    onTestFinished(
      async () =>
        void (await at.kubectl([
          'patch',
          'configmap/held',
          '--type=merge',
          '-p',
          '{"metadata":{"finalizers":null}}',
        ])),
    );
    expect(await at.sync(map('a'), {}, undefined, 2000)).toMatchObject({ status: 'degraded' });
    const inventory = JSON.parse(
      await at.kubectl(['get', 'configmap', '-n', 'plumbline-system', at.namespace, '-o', 'json']),
    ) as { data: { members: string } };
    expect(inventory.data.members).toContain(`/ConfigMap ${at.namespace}/held`);
  });

  it('F10: an object whose mark was taken off is kept, and said to be', async () => {
    const { sync, plan, kubectl } = await live();
    await sync(map('a') + map('old'));
    await kubectl(['label', 'configmap/old', 'applyset.kubernetes.io/part-of-']);
    const next = await plan(map('a'));
    expect(summary(next)).toEqual(['keep ConfigMap old']);
    expect(why(next)[0]).toContain('mark');
  });

  it('F4: an object that moved to another target is not deleted by the one that it left', async () => {
    const at = await live();
    const [left, right] = ['left', 'right'].map((path) => ({
      ...targetIn(at.namespace),
      path,
      id: `${at.namespace}-${path}`,
    })) as [ReturnType<typeof targetIn>, ReturnType<typeof targetIn>];
    removeAfterwards(at, 'configmap', '-n', 'plumbline-system', left.id, right.id);
    await at.sync({ 'left/a.yaml': map('a') + map('moved') }, left);
    const files = { 'left/a.yaml': map('a'), 'right/b.yaml': map('moved') };
    const leaving = await at.plan(files, { ...left, neighbours: [right] });
    expect(summary(leaving).map((text) => text.split(' ')[0])).toEqual(['keep']);
    expect(why(leaving)[0]).toContain(`target ${right.id} declares it now`);
    expect((await at.sync(files, { ...right, neighbours: [left] })).status).toBe('synced');
    // The mark is the other target's now: not even a target that knows no other one deletes it.
    expect((await at.plan(files, left)).changes).toEqual([]);
  });

  it('F11: what Plumbline itself runs by is never deleted', async () => {
    const at = await live({ as: 'plumbline' });
    const binding = document({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'plumbline' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'plumbline', namespace: at.namespace }],
    });
    const account = document({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'plumbline' } });
    await at.sync(map('a') + account + binding);
    const next = await at.plan(map('a'));
    expect(summary(next).map((text) => text.split(' ')[0])).toEqual(['keep', 'keep']);
    expect(why(next)[0]).toContain('Plumbline itself runs by it');
  });

  it('F13: objects that carry our label and are in no inventory are never deleted', async () => {
    const { sync, plan, kubectl, get } = await live();
    await sync(map('a') + map('old'));
    const { labels } = (await get('configmap/a'))['metadata'] as { labels: Record<string, string> };
    const mark = labels['applyset.kubernetes.io/part-of'] ?? '';
    await kubectl(['create', 'configmap', 'stranger']);
    await kubectl(['label', 'configmap/stranger', `applyset.kubernetes.io/part-of=${mark}`]);
    expect(summary(await plan(map('a')))).toEqual(['delete ConfigMap old']);
  });
});

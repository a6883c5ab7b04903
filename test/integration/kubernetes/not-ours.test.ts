import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import type { Grant } from '../../../src/kubernetes/config/grant.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { planText } from '../../../src/report/terminal/text.ts';
import { live } from '../../support/live.ts';

const RIGHT = 'canary-471147-right';
const WRONG = 'canary-471147-wrong';

const shared = (namespace: string): Grant => ({ namespaces: [namespace], clusterScoped: true });
const alone = (namespace: string): Grant => ({ ...shared(namespace), shared: [] });
const takingOver = (namespace: string): Grant => ({ ...shared(namespace), takeOver: true });

const map = (value: string, name = 'settings') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { mode: ${value} }\n`;
const secret = (value: string, more = '') =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { password: ${value} }\n${more}`;
const service = (value: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: ExternalName, externalName: ${value}.example }\n`;
const claim = (value: string) =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec: { accessModes: [ReadWriteOnce], storageClassName: ${value}, resources: { requests: { storage: 1Gi } } }\n`;
const job = (value: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: { name: once }\nspec: { suspend: true, template: { spec: { restartPolicy: Never, containers: [{ name: a, image: ${value} }] } } }\n`;
const role = (value: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: not-ours, labels: { a: ${value} } }\nrules: []\n`;

/** Immutable ones too: the server's refusal would tell whether a guess was right. */
const KINDS: readonly [kind: string, manifest: (value: string) => string][] = [
  ['a ConfigMap', map],
  ['an immutable ConfigMap', (value) => `${map(value)}immutable: true\n`],
  ['a Secret', secret],
  ['an immutable Secret', (value) => secret(value, 'immutable: true\n')],
  ['a Service', service],
  ['a claim, which cannot be changed', claim],
  ['a Job, which cannot be changed', job],
  ['a ClusterRole', role],
];

describe('U8: what is live and not ours, in a namespace that others may use', () => {
  it.each(KINDS)(
    '%s: that it is there is all that is told, and nothing can be approved',
    async (kind, of) => {
      const { namespace, plan, sync, kubectl, requests } = await live();
      if (kind === 'a ClusterRole')
        onTestFinished(async () => void (await kubectl(['delete', 'clusterrole', 'not-ours'])));
      const grant = shared(namespace);
      await kubectl(['create', '-f', '-'], of(RIGHT));
      requests();
      // A guess beside it would be masked where it is right.
      const beside = (value: string) => `${map(value, 'guess')}---\n${map(btoa(value), 'guess-too')}`;
      const right = await plan(of(RIGHT), { grant });
      const wrong = await plan(of(WRONG), { grant });
      expect(right).toEqual({ ...wrong, source: right.source });
      expect(verdictOf(right)).toBe('unknown');
      expect(right).toMatchObject({
        changes: [],
        unchanged: 0,
        warnings: [],
        unknown: [{ code: 'forbidden' }],
      });
      expect(right.unknown[0]?.message).toMatch(
        /^all\.yaml:1: .*: it exists, and is not managed here, so .* "take-over: true" in the repository's grant\.$/,
      );
      expect(JSON.stringify(right)).not.toContain('canary');
      expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
      const guessing = await plan(`${of(WRONG)}---\n${beside(RIGHT)}`, { grant });
      expect(JSON.stringify(guessing)).toContain(RIGHT);
      await expect(sync(of(RIGHT), { grant })).rejects.toThrow('nothing was applied');
      expect(await kubectl(['get', '-f', '-', '-o', 'yaml'], of(RIGHT))).not.toContain('plumbline');
    },
  );

  it('one that is being deleted is told no further', async () => {
    const { namespace, plan, kubectl } = await live();
    const held = map(RIGHT).replace('name:', 'finalizers: [a.example/b], name:');
    await kubectl(['create', '-f', '-'], held);
    await kubectl(['delete', 'configmap', 'settings', '--wait=false']);
    const { unknown } = await plan(map(RIGHT), { grant: shared(namespace) });
    await kubectl([
      'patch',
      'configmap',
      'settings',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":null}}',
    ]);
    expect(unknown).toMatchObject([{ code: 'forbidden' }]);
  });

  it('what the target made itself, and what is made by hand in its place, is ours', async () => {
    const { namespace, plan, sync, kubectl } = await live();
    const grant = shared(namespace);
    await expect(sync(map(RIGHT), { grant })).resolves.toMatchObject({ status: 'synced' });
    expect((await plan(map(WRONG), { grant })).changes).toMatchObject([{ action: 'update' }]);
    await kubectl(['delete', 'configmap', 'settings']);
    await kubectl(['create', '-f', '-'], map('by-hand'));
    expect((await plan(map(RIGHT), { grant })).changes).toMatchObject([{ action: 'update' }]);
  });

  it("another target's of the same repository is ours, and another repository's is not", async () => {
    const { namespace, plan, sync, kubectl } = await live();
    const grant = shared(namespace);
    const sibling = `${namespace}-sibling`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'configmap', sibling, '--namespace', 'plumbline-system'])),
    );
    await sync(map(RIGHT), { id: sibling });
    const neighbours = [{ id: sibling, environment: 'test' } as never];
    expect(await plan(map(WRONG), { grant, neighbours })).toMatchObject({ unknown: [] });
    expect(await plan(map(WRONG), { grant })).toMatchObject({
      changes: [],
      unknown: [{ code: 'forbidden' }],
    });
    const owner = 'plumbline.dev/source=somebody/else#.';
    await kubectl([
      'annotate',
      'configmap',
      sibling,
      owner,
      '--overwrite',
      '--namespace',
      'plumbline-system',
    ]);
    expect(await plan(map(WRONG), { grant, neighbours })).toMatchObject({ unknown: [{ code: 'forbidden' }] });
  });

  it.each([
    ['shared', shared],
    ['granted to this repository alone', alone],
    ['with take-over', takingOver],
  ])(
    '%s: of a target of another environment nothing is taken, past the gate that keeps it',
    async (_, of) => {
      const { namespace, plan, sync, kubectl, get } = await live();
      const grant = of(namespace);
      const sibling = `${namespace}-sibling`;
      onTestFinished(
        async () => void (await kubectl(['delete', 'configmap', sibling, '--namespace', 'plumbline-system'])),
      );
      await sync(map(RIGHT), { id: sibling });
      const neighbours = [{ id: sibling, environment: 'production' } as never];
      const { changes, unknown } = await plan(map(WRONG), { grant, neighbours });
      expect(changes).toEqual([]);
      expect(unknown).toMatchObject([{ code: 'forbidden' }]);
      expect(unknown[0]?.message).toContain(`it is an object of target ${sibling}, which another gate keeps`);
      await expect(sync(map(WRONG), { grant, neighbours })).rejects.toThrow('nothing was applied');
      expect(await get('configmap/settings')).toMatchObject({ data: { mode: RIGHT } });
      await kubectl(['label', 'configmap', 'settings', 'applyset.kubernetes.io/part-of-']);
      const given = await plan(map(WRONG), { grant: takingOver(namespace), neighbours });
      expect(given.changes).toMatchObject([{ action: 'update' }]);
    },
  );

  it('nothing limits a terminal', async () => {
    const { plan, kubectl } = await live();
    await kubectl(['create', '-f', '-'], map(RIGHT));
    expect(JSON.stringify(await plan(map(WRONG)))).toContain(RIGHT);
  });
});

describe('U8: what is live and not ours, where it may be taken over', () => {
  it.each([
    ['granted to this repository alone', alone],
    ['with take-over', takingOver],
  ])('%s, all but Secrets is compared and taken over', async (_, grantOf) => {
    const { namespace, plan, sync, kubectl, get } = await live();
    const grant = grantOf(namespace);
    await kubectl(['create', '-f', '-'], map(RIGHT));
    const { changes } = await plan(map(WRONG), { grant });
    expect(changes).toMatchObject([{ action: 'update', fields: [{ before: RIGHT, after: WRONG }] }]);
    await expect(sync(map(WRONG), { grant })).resolves.toMatchObject({ status: 'synced' });
    expect(await get('configmap/settings')).toMatchObject({ data: { mode: WRONG } });
  });

  it('a cluster-scoped object is so only with take-over, and a Namespace as what is in it', async () => {
    const { namespace, plan, kubectl } = await live();
    onTestFinished(async () => void (await kubectl(['delete', 'clusterrole', 'not-ours'])));
    await kubectl(['create', '-f', '-'], role(RIGHT));
    const own = `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }\n`;
    expect(await plan(role(WRONG), { grant: alone(namespace) })).toMatchObject({ unknown: [{}] });
    expect(await plan(role(WRONG), { grant: takingOver(namespace) })).toMatchObject({ unknown: [] });
    expect(await plan(own, { grant: alone(namespace) })).toMatchObject({ unknown: [] });
    expect(await plan(own, { grant: shared(namespace) })).toMatchObject({ unknown: [{}] });
  });

  it.each([
    ['granted to this repository alone', alone],
    ['with take-over', takingOver],
  ])('%s, a Secret is replaced, and never compared', async (_, grantOf) => {
    const { namespace, plan, sync, kubectl, get } = await live();
    const grant = grantOf(namespace);
    await kubectl([
      'create',
      'secret',
      'generic',
      'login',
      `--from-literal=password=${RIGHT}`,
      '--from-literal=old=x',
    ]);
    const right = await plan(secret(RIGHT), { grant });
    await kubectl(['delete', 'secret', 'login']);
    await kubectl(['create', 'secret', 'generic', 'login', `--from-literal=password=${WRONG}`]);
    await kubectl(['annotate', 'secret', 'login', 'note=x']);
    const again = await plan(secret(RIGHT), { grant });
    expect(again).toEqual({ ...right, source: again.source });
    expect(right).toMatchObject({ unknown: [], changes: [{ action: 'replace' }] });
    expect(right.changes[0]).not.toHaveProperty('before');
    expect(verdictOf(right)).toBe('different');
    const shown = planText({ status: 'planned', target: right.target, plan: right }, PLAIN);
    expect(shown).toContain('exists, and is not managed here; taking it over replaces its data');
    expect(shown).not.toContain('canary');
    await kubectl(['patch', 'secret', 'login', '-p', '{"stringData":{"old":"x"}}']);
    const report = await sync(secret(RIGHT), { grant });
    expect(report).toMatchObject({ status: 'synced' });
    const { data } = await get('secret/login');
    expect(data).toEqual({ password: btoa(RIGHT) });
    expect(await plan(secret(RIGHT), { grant })).toMatchObject({ changes: [], unchanged: 1 });
  });

  it('a guess beside a Secret that is not ours is shown, right or wrong', async () => {
    const { namespace, plan, kubectl } = await live();
    await kubectl(['create', 'secret', 'generic', 'login', `--from-literal=password=${RIGHT}`]);
    const both = `${secret('something-else')}---\n${map(RIGHT, 'guess')}`;
    expect(JSON.stringify(await plan(both, { grant: takingOver(namespace) }))).toContain(RIGHT);
  });

  it('what the server would refuse of such a Secret is told, whatever is live', async () => {
    const { namespace, plan, kubectl } = await live();
    await kubectl(['create', '-f', '-'], secret(RIGHT, 'immutable: true\n'));
    const grant = takingOver(namespace);
    const bad = secret(WRONG).replace('login', 'login, labels: { a: "not a label!" }');
    expect(await plan(bad, { grant })).toMatchObject({ changes: [], unknown: [{ code: 'invalid' }] });
    expect(await plan(secret(WRONG), { grant })).toMatchObject({
      changes: [{ action: 'replace' }],
      unknown: [],
    });
  });
});

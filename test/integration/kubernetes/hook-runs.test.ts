import { describe, expect, it } from 'vitest';
import { ends } from '../../support/ends.ts';
import { account, job, map } from '../../support/hooks.ts';
import { live, summary } from '../../support/live.ts';

const helm = (hook: string, policy?: string) => ({
  'helm.sh/hook': hook,
  ...(policy !== undefined && { 'helm.sh/hook-delete-policy': policy }),
});
const argo = (hook: string, policy?: string) => ({
  'argocd.argoproj.io/hook': hook,
  ...(policy !== undefined && { 'argocd.argoproj.io/hook-delete-policy': policy }),
});

const names = (text: string) => text.split('\n').filter((name) => name !== '' && !name.includes('kube-root'));

describe('U27: what a hook made is deleted when the hooks of its phase are done', () => {
  const both = 'before-hook-creation,hook-succeeded';

  it('U27: a Job runs under a ServiceAccount that is a hook of its phase, as in ingress-nginx', async () => {
    const { sync, kubectl } = await live();
    const report = await sync(
      account('admission', helm('pre-install', both)) +
        job('admission-create', helm('pre-install', both), { account: 'admission' }) +
        map('web'),
    );
    expect(report.status).toBe('synced');
    expect(ends(report)).toEqual([
      'create ServiceAccount admission applied',
      'create Job admission-create applied',
      'create ConfigMap web applied',
    ]);
    expect(names(await kubectl(['get', 'serviceaccounts,jobs,configmaps', '-o', 'name']))).toEqual([
      'serviceaccount/default',
      'configmap/web',
    ]);
  });

  it('U27: after a failure the failed hook goes by its own policy, and those before it have succeeded', async () => {
    const { sync, kubectl } = await live();
    const report = await sync(
      map('a-gone', helm('pre-install', 'hook-succeeded')) +
        map('b-kept', helm('pre-install', 'hook-failed')) +
        job('c-failed', helm('pre-install', 'hook-failed'), { fails: true }) +
        map('d-never', helm('pre-install')),
    );
    expect(report.status).toBe('failed');
    expect(ends(report)).toEqual([
      'create ConfigMap a-gone applied',
      'create ConfigMap b-kept applied',
      'create Job c-failed failed',
      'create ConfigMap d-never skipped',
    ]);
    expect(names(await kubectl(['get', 'jobs,configmaps', '-o', 'name']))).toEqual(['configmap/b-kept']);
  });

  it('U27: a failed hook without such a policy stays to be looked at, and is run anew by the next sync', async () => {
    const { sync, get } = await live();
    const chart = (fails: boolean) =>
      job('setup', helm('pre-install', 'hook-succeeded'), { fails }) + map('web');
    expect((await sync(chart(true))).status).toBe('failed');
    const { uid } = (await get('job/setup'))['metadata'] as { uid: string };
    expect(ends(await sync(chart(false)))).toEqual([
      'create Job setup applied',
      'create ConfigMap web applied',
    ]);
    await expect(get(`job/setup`)).rejects.toThrow('not found');
    expect(uid).not.toBe('');
  });

  it('U27: a definition that is a hook is never deleted, and nothing is waited for that Helm does not wait for', async () => {
    const { sync, namespace, kubectl } = await live();
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'pending', annotations: helm('pre-install') },
      spec: {
        storageClassName: 'none',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      },
    };
    const plural = `${namespace.replaceAll('-', '')}s`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.u27.example`, annotations: helm('pre-install,pre-upgrade', both) },
      spec: {
        group: 'u27.example',
        scope: 'Namespaced',
        names: { plural, singular: plural.slice(0, -1), kind: plural.toUpperCase() },
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      },
    };
    const source = (value: string) =>
      `${JSON.stringify(definition)}\n---\n${JSON.stringify(claim)}\n---\n${map('web', {}, value)}`;
    expect((await sync(source('1'))).status).toBe('synced');
    expect((await sync(source('2'))).status).toBe('synced');
    expect(await kubectl(['get', 'crd', definition.metadata.name, '-o', 'name'])).toContain(plural);
    await kubectl(['delete', 'crd', definition.metadata.name]);
  });

  it('U27: equal weights run by name, and equal names by kind', async () => {
    const { sync } = await live();
    const report = await sync(
      job('b', helm('pre-install')) +
        job('a', helm('pre-install'), { account: 'a' }) +
        account('a', helm('pre-install')) +
        map('z', { ...helm('pre-install'), 'helm.sh/hook-weight': '-1' }) +
        map('web'),
    );
    expect(ends(report)).toEqual([
      'create ConfigMap z applied',
      'create ServiceAccount a applied',
      'create Job a applied',
      'create Job b applied',
      'create ConfigMap web applied',
    ]);
  });
});

describe('U28: a hook of several phases', () => {
  it('U28: runs in each of them', async () => {
    const { plan, sync } = await live();
    const chart = job('check', helm('pre-install,post-install')) + map('web');
    expect((await plan(chart)).hooks?.map(({ phase }) => phase)).toEqual(['before', 'after']);
    expect(ends(await sync(chart))).toEqual([
      'create Job check applied',
      'create ConfigMap web applied',
      'create Job check applied',
    ]);
  });

  it('U28: that is misspelled is told, and never runs', async () => {
    const { plan } = await live();
    const found = await plan(job('check', helm('pre-install,post-instal')) + map('web'));
    expect(found.hooks).toBeUndefined();
    expect(found.warnings.join()).toContain('post-instal is no hook');
  });
});

describe('U29: a sync that ended without all its hooks', () => {
  const chart = (fails: boolean, value = '1') =>
    job('before', helm('pre-install,pre-upgrade')) +
    account('runner', helm('post-install,post-upgrade', 'hook-succeeded')) +
    job('seed', helm('post-install,post-upgrade'), { fails, account: 'runner' }) +
    map('web', {}, value);

  it('U29: is not done: the next plan says which hooks are left, and the next sync runs them', async () => {
    const { plan, sync, get, namespace, kubectl } = await live();
    expect((await sync(chart(true))).status).toBe('failed');
    const left = await plan(chart(false));
    expect(summary(left)).toEqual([]);
    expect(left.hooks?.map(({ subject, phase }) => `${phase} ${subject.name}`)).toEqual([
      'after runner',
      'after seed',
    ]);
    const report = await sync(chart(false));
    expect(ends(report)).toEqual(['create ServiceAccount runner applied', 'create Job seed applied']);
    expect(report.status).toBe('synced');
    expect((await get('job/seed'))['status']).toMatchObject({ succeeded: 1 });
    expect((await plan(chart(false))).hooks).toBeUndefined();
    const record = await kubectl(['get', 'configmap', namespace, '-n', 'plumbline-system', '-o', 'json']);
    expect(record).not.toContain('unfinished');
  });

  it('U29: is still an installation after a pre-install hook failed', async () => {
    const { plan, sync } = await live();
    const first = (fails: boolean) => job('setup', helm('pre-install'), { fails }) + map('web');
    expect((await sync(first(true))).status).toBe('failed');
    expect((await plan(first(false))).hooks?.map(({ subject }) => subject.name)).toEqual(['setup']);
    expect(ends(await sync(first(false)))).toEqual([
      'create Job setup applied',
      'create ConfigMap web applied',
    ]);
    expect(ends(await sync(first(false)))).toEqual([]);
  });

  it('U29: a pre-upgrade hook that failed is run by the next sync also where the change was taken back', async () => {
    const { plan, sync } = await live();
    const upgrade = (fails: boolean, value: string) =>
      job('migrate', helm('pre-upgrade'), { fails }) + map('web', {}, value);
    await sync(upgrade(false, '1'));
    expect((await sync(upgrade(true, '2'))).status).toBe('failed');
    const back = await plan(upgrade(false, '1'));
    expect([summary(back), back.hooks?.map(({ subject }) => subject.name)]).toEqual([[], ['migrate']]);
    expect((await sync(upgrade(false, '1'))).status).toBe('synced');
    expect((await plan(upgrade(false, '1'))).hooks).toBeUndefined();
  });

  it('U29: whose hooks left the source meanwhile has none to run, and the next one is an upgrade', async () => {
    const { plan, sync } = await live();
    await sync(job('seed', helm('post-install'), { fails: true }) + map('web'));
    expect((await plan(map('web'))).hooks).toBeUndefined();
    expect((await sync(map('web'))).status).toBe('synced');
    const next = await plan(map('web', {}, '2') + job('seed', helm('post-install')));
    expect(next.hooks).toBeUndefined();
  });

  it('U29: runs its hooks as they are declared now, and needs an approval for it', async () => {
    const { plan, sync } = await live();
    const post = (fails: boolean, version: string) =>
      job('seed', helm('post-install'), { fails, version }) + map('web');
    await sync(post(true, '1'));
    const { fingerprint } = await plan(post(false, '1'));
    expect((await sync(post(false, '2'), {}, fingerprint)).status).toBe('stale');
    expect(ends(await sync(post(false, '2')))).toEqual(['create Job seed applied']);
  });

  it('U29: that was cut short within a phase runs this phase from its first hook, and no earlier one', async () => {
    const { plan, predict, apply, sync } = await live();
    const cut =
      job('before', helm('pre-install')) +
      map('web') +
      account('runner', helm('post-install')) +
      job('seed', helm('post-install'), { account: 'runner' });
    const stopped = new AbortController();
    const { outcomes } = await apply(
      await predict(cut),
      (event) => event.type === 'stage' && event.name === 'hook seed' && stopped.abort(),
      stopped.signal,
    );
    expect(outcomes.find(({ subject }) => subject.name === 'seed')?.result).not.toBe('applied');
    const left = await plan(cut);
    expect([summary(left), left.hooks?.map(({ subject }) => subject.name)]).toEqual([[], ['runner', 'seed']]);
    expect((await sync(cut)).status).toBe('synced');
    expect((await plan(cut)).hooks).toBeUndefined();
  });

  it('U29: a source of nothing but hooks runs them once', async () => {
    const { plan, sync } = await live();
    const alone = job('setup', helm('pre-install')) + job('seed', helm('post-install'));
    expect(ends(await sync(alone))).toEqual(['create Job setup applied', 'create Job seed applied']);
    expect((await plan(alone)).hooks).toBeUndefined();
  });
});

describe("U30: Argo CD's hooks", () => {
  it('U30: without a name of its own a hook is made anew each time, and its predecessor deleted', async () => {
    const { plan, sync, kubectl } = await live();
    const source = (value: string) =>
      job('schema-migrate-', argo('PreSync'), { generated: true }) + map('web', {}, value);
    expect((await plan(source('1'))).hooks?.map(({ subject }) => subject.name)).toEqual(['schema-migrate-']);
    expect((await sync(source('1'))).status).toBe('synced');
    const first = names(await kubectl(['get', 'jobs', '-o', 'name']));
    expect(first).toEqual([expect.stringMatching(/^job\.batch\/schema-migrate-[0-9a-f]{8}$/)]);
    const idle = await plan(source('1'));
    expect([summary(idle), idle.hooks]).toEqual([[], undefined]);
    expect((await sync(source('2'))).status).toBe('synced');
    const second = names(await kubectl(['get', 'jobs', '-o', 'name']));
    expect(second).toHaveLength(1);
    expect(second).not.toEqual(first);
  });

  it('U30: of two that share the beginning of a name each keeps what its policy keeps', async () => {
    const { sync, kubectl } = await live();
    const source = (value: string) =>
      job('notify-', argo('PostSync', 'HookSucceeded'), { generated: true }) +
      job('trace-', argo('PostSync', 'HookFailed'), { generated: true }) +
      map('web', {}, value);
    await sync(source('1'));
    await sync(source('2'));
    const kept = names(await kubectl(['get', 'jobs', '-o', 'name'])).map((name) => name.slice(0, -8));
    expect(kept).toEqual(['job.batch/trace-', 'job.batch/trace-']);
  });

  it('U30: SyncFail runs when the sync failed, and only then', async () => {
    const { sync, plan } = await live();
    const source = (fails: boolean, value: string) =>
      job('main', argo('Sync'), { fails }) +
      job('rescue-', argo('SyncFail'), { generated: true }) +
      map('web', {}, value);
    expect((await plan(source(false, '1'))).hooks?.map(({ phase }) => phase)).toEqual(['during', 'failure']);
    expect(ends(await sync(source(false, '1')))).toEqual([
      'create ConfigMap web applied',
      'create Job main applied',
    ]);
    const failed = await sync(source(true, '2'));
    expect(failed.status).toBe('failed');
    expect(ends(failed)).toEqual([
      'update ConfigMap web applied',
      'create Job main failed',
      'create Job rescue- applied',
    ]);
  });

  it('U30: a wave of hooks goes kind by kind, and Skip is never applied', async () => {
    const { sync } = await live();
    const wave = (value: string) => ({ 'argocd.argoproj.io/sync-wave': value });
    const report = await sync(
      job('a', { ...argo('PreSync'), ...wave('1') }, { account: 'z' }) +
        account('z', { ...argo('PreSync'), ...wave('1') }) +
        map('first', { ...argo('PreSync'), ...wave('-1') }) +
        map('left-out', argo('Skip')) +
        map('web'),
    );
    expect(ends(report)).toEqual([
      'create ConfigMap first applied',
      'create ServiceAccount z applied',
      'create Job a applied',
      'create ConfigMap web applied',
    ]);
  });
});

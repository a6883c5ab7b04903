import { describe, expect, it } from 'vitest';
import { ends } from '../../support/ends.ts';
import { live, summary } from '../../support/live.ts';

const map = (name: string, annotations: Record<string, string> = {}, value = '1') =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data: { value } })}\n---\n`;

const job = (name: string, annotations: Record<string, string>, spec: object = {}) => {
  const pod = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'c:1' }] };
  const template = { spec: { ...pod, ...('nowhere' in spec && { nodeSelector: { none: 'such' } }) } };
  const { nowhere: _nowhere, ...rest } = spec as { nowhere?: boolean };
  const body = { ...rest, template };
  return `${JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations }, spec: body })}\n---\n`;
};

const never = { nowhere: true, activeDeadlineSeconds: 1 };

describe('hooks', () => {
  it("G19: Helm's hooks run before and after the objects, by weight, are waited for and deleted as they say", async () => {
    const { plan, sync, kubectl } = await live();
    const chart =
      job('second', { 'helm.sh/hook': 'pre-install,pre-upgrade', 'helm.sh/hook-weight': '5' }) +
      job('first', {
        'helm.sh/hook': 'pre-install',
        'helm.sh/hook-weight': '-5',
        'helm.sh/hook-delete-policy': 'hook-succeeded',
      }) +
      job('last', { 'helm.sh/hook': 'post-install' }) +
      map('tried', { 'helm.sh/hook': 'test' }) +
      map('web');
    const report = await sync(chart);
    expect(ends(report)).toEqual([
      'create Job first applied',
      'create Job second applied',
      'create ConfigMap web applied',
      'create Job last applied',
    ]);
    expect(report.status).toBe('synced');
    expect((await kubectl(['get', 'jobs,configmaps', '-o', 'name'])).split('\n').toSorted()).toEqual([
      '',
      'configmap/kube-root-ca.crt',
      'configmap/web',
      'job.batch/last',
      'job.batch/second',
    ]);
    const next = await plan(chart);
    expect(summary(next)).toEqual([]);
    expect(next.hooks).toBeUndefined();
  });

  it('G19: an upgrade runs its hooks anew, and only where something changes; what an install made is no orphan', async () => {
    const { plan, sync, get } = await live();
    const chart = (value: string) =>
      job('migrate', { 'helm.sh/hook': 'pre-upgrade' }) +
      job('setup', { 'helm.sh/hook': 'pre-install' }) +
      map('web', {}, value);
    expect(ends(await sync(chart('1')))).toEqual([
      'create Job setup applied',
      'create ConfigMap web applied',
    ]);
    expect((await plan(chart('2'))).hooks?.map(({ subject, phase }) => `${phase} ${subject.name}`)).toEqual([
      'before migrate',
    ]);
    expect(ends(await sync(chart('2')))).toEqual([
      'create Job migrate applied',
      'update ConfigMap web applied',
    ]);
    const { uid } = (await get('job/migrate'))['metadata'] as { uid: string };
    expect(ends(await sync(chart('3')))).toEqual([
      'create Job migrate applied',
      'update ConfigMap web applied',
    ]);
    expect((await get('job/migrate'))['metadata']).not.toMatchObject({ uid });
    expect(ends(await sync(map('web', {}, '3')))).toEqual([]);
  });

  it('G19: nothing is applied after a hook that failed, and its reason is told', async () => {
    const { sync } = await live();
    const report = await sync(job('bad', { 'argocd.argoproj.io/hook': 'PreSync' }, never) + map('web'));
    expect(report.status).toBe('failed');
    expect(ends(report)).toEqual(['create Job bad failed', 'create ConfigMap web skipped']);
    expect(report.status !== 'stale' && report.outcomes[0]?.reason).toContain('DeadlineExceeded');
  });

  it('G19: a changed hook needs a new approval', async () => {
    const { plan, sync } = await live();
    const chart = (seconds: number) =>
      job('setup', { 'helm.sh/hook': 'pre-install' }, { activeDeadlineSeconds: seconds }) + map('web');
    const approved = await plan(chart(10));
    expect(await sync(chart(20), {}, approved.fingerprint)).toMatchObject({ status: 'stale' });
  });

  it('G19: what the server would refuse of a hook is told by the plan', async () => {
    const { plan } = await live();
    const { unknown } = await plan(
      job('setup', { 'helm.sh/hook': 'pre-install' }, { parallelism: -1 }) + map('web'),
    );
    expect(unknown.map(({ message }) => message)).toEqual([expect.stringContaining('spec.parallelism')]);
  });

  it('G19: an object of a hook name that is none is left alone', async () => {
    const { sync, kubectl } = await live();
    await kubectl(['create', 'configmap', 'mine']);
    const report = await sync(map('mine', { 'argocd.argoproj.io/hook': 'PreSync' }) + map('web'));
    expect(report.status !== 'stale' && report.status !== 'synced' && report.outcomes[0]?.reason).toContain(
      'no hook',
    );
  });

  it('G12: a hook that cleans up after itself and is gone has succeeded', async () => {
    const { sync } = await live();
    const report = await sync(
      job('quick', { 'argocd.argoproj.io/hook': 'PostSync' }, { ttlSecondsAfterFinished: 0 }) + map('web'),
    );
    expect(ends(report)).toEqual(['create ConfigMap web applied', 'create Job quick applied']);
    expect(report.status).toBe('synced');
  });
});

describe('waves', () => {
  const wave = (value: string) => ({ 'argocd.argoproj.io/sync-wave': value });

  it('G19: waves come one after the other, hooks of a wave after its objects', async () => {
    const { sync } = await live();
    const report = await sync(
      map('late', wave('5')) +
        job('between', { 'argocd.argoproj.io/hook': 'Sync', ...wave('2') }) +
        map('middle') +
        map('early', wave('-1')),
    );
    expect(ends(report).map((end) => end.split(' ')[2])).toEqual(['early', 'middle', 'between', 'late']);
  });

  it('a wave that does not become healthy holds the later ones back', async () => {
    const { sync } = await live();
    const report = await sync(
      `${JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'stuck' },
        spec: {
          progressDeadlineSeconds: 1,
          selector: { matchLabels: { a: 'b' } },
          template: {
            metadata: { labels: { a: 'b' } },
            spec: { nodeSelector: { none: 'such' }, containers: [{ name: 'c', image: 'c:1' }] },
          },
        },
      })}\n---\n${map('later', wave('1'))}`,
    );
    expect(ends(report)).toEqual(['create Deployment stuck applied', 'create ConfigMap later skipped']);
  });

  it('a wave that is no number is an error with its line', async () => {
    const { tryPlan } = await live();
    const answer = await tryPlan(map('odd', wave('soon')));
    expect(answer.status === 'failed' && answer.message).toContain('sync-wave is not a whole number');
  });
});

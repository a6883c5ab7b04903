import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf } from '../../../src/kubernetes/objects/resource.ts';
import { live, summary } from '../../support/live.ts';

const map = (name: string, value = '1', metadata = '') =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}${metadata}}, data: {a: "${value}"}}\n---\n`;

describe('sync', () => {
  it('applies the approved plan; the next plan is empty', async () => {
    const { plan, sync } = await live();
    const approved = await plan(map('a'));
    expect(await sync(map('a'), {}, approved.fingerprint)).toMatchObject({
      status: 'synced',
      outcomes: [{ action: 'create', result: 'applied' }],
    });
    expect(summary(await plan(map('a')))).toEqual([]);
  });

  it('stops as stale, and applies nothing, when a planned object was edited since', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(map('a') + map('b'));
    const approved = await plan(map('a', '2') + map('b', '2'));
    await kubectl(['patch', 'configmap/a', '-p', '{"data":{"a":"by hand"}}']);
    const report = await sync(map('a', '2') + map('b', '2'), {}, approved.fingerprint);
    expect(report.status).toBe('stale');
    expect(await kubectl(['get', 'configmap/b', '-o', 'jsonpath={.data.a}'])).toBe('1');
  });

  it('F1, E6: an empty folder is refused, and deletes nothing', async () => {
    const { sync, tryPlan, kubectl } = await live();
    await sync(map('a'));
    const answer = await tryPlan({ 'empty.yaml': '# nothing here\n' });
    expect(answer).toMatchObject({ status: 'failed', code: 'empty-source' });
    expect(await kubectl(['get', 'configmap/a', '-o', 'name'])).toBe('configmap/a\n');
  });

  it('F1: an empty folder deletes everything where that is allowed', async () => {
    const { sync, kubectl } = await live();
    await sync(map('a'));
    expect(await sync({ 'empty.yaml': '' }, { allowEmpty: true })).toMatchObject({ status: 'synced' });
    expect(await kubectl(['get', 'configmap/a', '--ignore-not-found'])).toBe('');
  });

  it('F2: nothing is deleted when an apply failed', async () => {
    const { sync, kubectl } = await live();
    await sync(map('a') + map('old'));
    const quota =
      '{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {services: "0"}}}\n---\n';
    const service =
      '{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}\n---\n';
    await sync(map('a') + map('old') + quota);
    await kubectl(['wait', '--for=jsonpath={.status.hard.services}=0', 'resourcequota/q']);
    const report = await sync(map('a', '2') + quota + service).catch((error: Error) => error);
    // The dry-run meets the quota as well: then the plan cannot tell, and nothing at all is applied.
    expect(report instanceof Error ? report.message : report).toMatch(/nothing was applied.*\n.*Service/);
    expect(await kubectl(['get', 'configmap/old', '-o', 'name'])).toBe('configmap/old\n');
    expect(await kubectl(['get', 'configmap/a', '-o', 'jsonpath={.data.a}'])).toBe('1');
  });

  it('F2: after a failed stage the later ones are skipped and nothing is deleted; every object is told', async () => {
    const { sync, kubectl, namespace } = await live();
    const fresh = `${namespace}-fresh`;
    onTestFinished(
      async () => void (await kubectl(['delete', 'namespace', fresh, '--ignore-not-found', '--wait=false'])),
    );
    await sync(map('old'));
    const there = `, namespace: ${fresh}`;
    // Which addresses are to be had, no rehearsal in another namespace tells: the mistake shows at the apply.
    const report = await sync(
      `{apiVersion: v1, kind: Namespace, metadata: {name: ${fresh}}}\n---\n` +
        map('a', '1', there) +
        `{apiVersion: v1, kind: Service, metadata: {name: s${there}}, spec: {clusterIP: 1.2.3.4, ports: [{port: 80}]}}\n---\n` +
        `{apiVersion: v1, kind: Pod, metadata: {name: p${there}}, spec: {containers: [{name: c, image: "c:1"}]}}`,
    );
    expect(report).toMatchObject({ status: 'failed' });
    const outcomes = report.status === 'stale' ? [] : report.outcomes;
    expect(
      outcomes.map(({ subject, action, result }) => `${action} ${idOf(subject).kind} ${result}`),
    ).toEqual([
      'create Namespace applied',
      'create ConfigMap applied',
      'create Service failed',
      'create Pod skipped',
      'delete ConfigMap skipped',
    ]);
    expect(outcomes[2]?.reason).toContain('spec.clusterIPs');
    expect(await kubectl(['get', 'configmap/old', '-o', 'name'])).toBe('configmap/old\n');
  });

  it('F3: an object that copied our label, or that another object owns, is not deleted', async () => {
    const { plan, sync, kubectl, get } = await live();
    await sync(map('a') + map('owned'));
    const labels = (await get('configmap/a'))['metadata'] as { labels: Record<string, string> };
    const mark = labels.labels['applyset.kubernetes.io/part-of'] ?? '';
    await kubectl(['create', 'configmap', 'copied']);
    await kubectl(['label', 'configmap/copied', `applyset.kubernetes.io/part-of=${mark}`]);
    const owner = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'a',
      uid: await uidOf(kubectl, 'configmap/a'),
    };
    await kubectl([
      'patch',
      'configmap/owned',
      '-p',
      JSON.stringify({ metadata: { ownerReferences: [owner] } }),
    ]);
    expect(summary(await plan(map('a')))).toEqual(['keep ConfigMap owned']);
  });

  it('deletes only what it is told to prune', async () => {
    const { plan, sync } = await live();
    await sync(map('a') + map('old'));
    expect(summary(await plan(map('a'), { prune: false }))).toEqual(['keep ConfigMap old']);
    expect(summary(await plan(map('a')))).toEqual(['delete ConfigMap old']);
  });

  it('G9: a whole application comes up in order: accounts and configuration before what uses them', async () => {
    const { sync } = await live();
    const pod =
      '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {serviceAccountName: sa, containers: [{name: c, image: "c:1"}]}}\n---\n';
    const account = '{apiVersion: v1, kind: ServiceAccount, metadata: {name: sa}}\n---\n';
    const report = await sync(account + map('a') + pod.replace('serviceAccountName: sa, ', ''));
    expect(report.status === 'synced' && report.outcomes.map(({ subject }) => idOf(subject).kind)).toEqual([
      'ServiceAccount',
      'ConfigMap',
      'Pod',
    ]);
  });

  it('two sources cannot share an inventory', async () => {
    const { sync, tryPlan } = await live();
    await sync(map('a'));
    const answer = await tryPlan({ 'other/b.yaml': map('b') }, { path: 'other' });
    expect(answer).toMatchObject({ status: 'failed', code: 'conflict' });
    expect(answer.status === 'failed' && answer.message).toContain('--name');
  });

  it('a rollout that fails is told as degraded, with its reason', async () => {
    const { sync } = await live();
    const report = await sync(
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {progressDeadlineSeconds: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {nodeSelector: {none: such}, containers: [{name: c, image: "c:1"}]}}}}',
    );
    expect(report).toMatchObject({
      status: 'degraded',
      unhealthy: [{ subject: { kind: 'apps/Deployment', name: 'd' } }],
    });
  });

  it('a rollout whose pods are refused is told with the reason of the refusal', async () => {
    const { sync, kubectl } = await live();
    await kubectl(['create', 'quota', 'none', '--hard=pods=0']);
    await expect
      .poll(() => kubectl(['get', 'quota', 'none', '-o', 'jsonpath={.status.hard.pods}']))
      .toBe('0');
    const report = await sync(
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: "c:1"}]}}}}',
      {},
      undefined,
      2000,
    );
    const reason = expect.stringMatching(/^0 of 1 created: FailedCreate: .*exceeded quota: none/) as string;
    expect(report).toMatchObject({ status: 'degraded', unhealthy: [{ health: { reason } }] });
  });
});

async function uidOf(
  kubectl: (args: readonly string[]) => Promise<string>,
  resource: string,
): Promise<string> {
  return kubectl(['get', resource, '-o', 'jsonpath={.metadata.uid}']);
}

import { describe, expect, it } from 'vitest';
import { live, summary } from '../../support/live.ts';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { team: shop } }
spec:
  replicas: 1
  minReadySeconds: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "web:1", env: [{ name: A, value: "1" }] }]
`;

describe('what others changed live', () => {
  it('D9: an env entry and a label added by hand are found, named, and removed by a sync', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment);
    await kubectl(['set', 'env', 'deployment/web', 'DEBUG=true']);
    await kubectl(['label', 'deployment/web', 'by-hand=yes']);
    const drift = await plan(deployment);
    expect(summary(drift)).toEqual([
      'update apps/Deployment web: metadata.labels.by-hand "yes" → ∅; ' +
        'spec.template.spec.containers[name=web].env[name=DEBUG] {"name":"DEBUG","value":"true"} → ∅',
    ]);
    expect(drift.changes[0]?.fields.map(({ writer }) => writer?.manager)).toEqual([
      'kubectl-label',
      'kubectl-set',
    ]);
    expect(await sync(deployment)).toMatchObject({ status: 'synced' });
    const env = await kubectl([
      'get',
      'deployment/web',
      '-o',
      'jsonpath={.spec.template.spec.containers[0].env}',
    ]);
    expect(env).toBe('[{"name":"A","value":"1"}]');
  });

  it('D9: a port of a Service that was edited by hand is put back, though both at once would be refused', async () => {
    const { plan, sync, kubectl } = await live();
    const service = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`;
    await sync(service);
    const edit = '{"spec":{"ports":[{"port":8080,"targetPort":8080}]}}';
    await kubectl(['patch', 'service/web', '--type=merge', '--field-manager=kubectl-edit', '-p', edit]);
    const drift = await plan(service);
    expect(drift.unknown).toEqual([]);
    expect(summary(drift)).toEqual([
      expect.stringMatching(/^update Service web: .*"port":80,.* → .*|^update Service web: .*8080.* → ∅/),
    ]);
    expect(await sync(service)).toMatchObject({ status: 'synced' });
    expect(await kubectl(['get', 'service/web', '-o', 'jsonpath={.spec.ports[*].port}'])).toBe('80');
    expect(summary(await plan(service))).toEqual([]);
  });

  it('D9: what a controller adds is neither drift nor removed', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment);
    await kubectl([
      'annotate',
      'deployment/web',
      '--field-manager=some-controller',
      'controller.example.com/seen=1',
    ]);
    expect(summary(await plan(deployment))).toEqual([]);
    await sync(deployment.replace('web:1', 'web:2'));
    expect(await kubectl(['get', 'deployment/web', '-o', 'yaml'])).toContain('controller.example.com/seen');
  });

  it('D8: a field that leaves the source goes, also where kubectl apply owned it as well', async () => {
    const { plan, sync, kubectl } = await live();
    await kubectl(['apply', '-f', '-'], deployment);
    expect(await sync(deployment)).toMatchObject({ status: 'synced' });
    const less = deployment.replace('  minReadySeconds: 1\n', '');
    expect(summary(await plan(less))).toEqual(['update apps/Deployment web: spec.minReadySeconds 1 → ∅']);
    expect(await sync(less)).toMatchObject({ status: 'synced' });
    expect(await kubectl(['get', 'deployment/web', '-o', 'jsonpath={.spec.minReadySeconds}'])).toBe('');
  });

  it('objects that kubectl applied before us differ in nothing, and the next sync records them', async () => {
    const { plan, sync, kubectl } = await live();
    await kubectl(['apply', '-f', '-'], deployment);
    const first = await plan(deployment);
    expect(summary(first)).toEqual([]);
    expect(first.warnings).toEqual([expect.stringContaining('not recorded')]);
    expect(await sync(deployment)).toMatchObject({ status: 'synced' });
    expect((await plan(deployment)).warnings).toEqual([]);
    expect(await kubectl(['get', 'deployment/web', '-o', 'yaml'])).toContain(
      'applyset.kubernetes.io/part-of',
    );
  });

  it('F12: an object that is being deleted is "terminating", not missing, and nothing is applied on top', async () => {
    const { plan, sync, kubectl } = await live();
    const map =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, finalizers: [example.com/hold]}, data: {a: "1"}}';
    await sync(map);
    await kubectl(['delete', 'configmap/x', '--wait=false']);
    const answer = await plan(map);
    expect(summary(answer)).toEqual([]);
    expect(answer.unknown[0]?.message).toContain('is being deleted');
    await expect(sync(map)).rejects.toThrow(/nothing was applied/);
    await kubectl([
      'patch',
      'configmap/x',
      '--type=json',
      '-p',
      '[{"op":"remove","path":"/metadata/finalizers"}]',
    ]);
  });

  it('what an autoscaler or a controller writes meanwhile does not void an approval', async () => {
    const { plan, sync, kubectl } = await live();
    const unscaled = deployment.replace('  replicas: 1\n', '');
    await sync(unscaled);
    const next = unscaled.replace('web:1', 'web:2');
    const approved = await plan(next);
    await kubectl(['scale', 'deployment/web', '--replicas=3']);
    await kubectl([
      'annotate',
      'deployment/web',
      '--field-manager=some-controller',
      'controller.example.com/seen=1',
    ]);
    expect((await plan(next)).fingerprint).toBe(approved.fingerprint);
    expect(await sync(next, {}, approved.fingerprint)).toMatchObject({ status: 'synced' });
  });

  it('an object that controllers write all the while is synced all the same', async () => {
    const { sync, kubectl } = await live();
    await kubectl(['apply', '-f', '-'], deployment);
    await kubectl(['set', 'env', 'deployment/web', 'DEBUG=true']);
    const over = new AbortController();
    const busy = (async () => {
      for (let i = 0; !over.signal.aborted; i += 1) {
        await kubectl([
          'annotate',
          'deployment/web',
          '--overwrite',
          '--field-manager=busy',
          `busy.example.com/n=${i}`,
        ]);
      }
      return true;
    })();
    const report = await sync(deployment);
    over.abort();
    expect([await busy, report.status]).toEqual([true, 'synced']);
    expect(await kubectl(['get', 'deployment/web', '-o', 'jsonpath={..env[*].name}'])).toBe('A');
  });

  it('an ignored field is left to whoever writes it, in the plan and in the apply', async () => {
    const { plan, sync, kubectl } = await live();
    const ignore = [{ kind: 'Deployment', path: '/spec/replicas', because: 'scaled by hand' }];
    await sync(deployment, { ignore });
    await kubectl(['scale', 'deployment/web', '--replicas=3']);
    expect(summary(await plan(deployment, { ignore }))).toEqual([]);
    await sync(deployment.replace('web:1', 'web:2'), { ignore });
    expect(await kubectl(['get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}'])).toBe('3');
  });
});

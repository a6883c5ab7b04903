import { describe, expect, it, onTestFinished } from 'vitest';
import { ends } from '../../support/ends.ts';
import { live, summary } from '../../support/live.ts';

const document = (object: object) => `${JSON.stringify(object)}\n---\n`;

const map = (name: string, value = '1') =>
  document({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });

const pod = (name: string, spec: object = {}) =>
  document({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'c:1' }], ...spec },
  });

describe('the order of a sync', () => {
  it('G10: a webhook comes last, when what answers it does its work', async () => {
    const at = await live();
    const hook = document({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: at.namespace },
      webhooks: [
        {
          name: 'policy.example.org',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { service: { namespace: at.namespace, name: 'policy' } },
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': at.namespace } },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] },
          ],
        },
      ],
    });
    onTestFinished(
      async () =>
        void (await at.kubectl([
          'delete',
          'validatingwebhookconfiguration',
          at.namespace,
          '--ignore-not-found',
        ])),
    );
    const labels = { app: 'policy' };
    const server = document({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'policy' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'c:1' }] } },
      },
    });
    const service = document({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'policy' },
      spec: { selector: labels, ports: [{ port: 443 }] },
    });
    const report = await at.sync(hook + server + service + map('a'));
    expect(ends(report).map((end) => end.split(' ')[1])).toEqual([
      'ConfigMap',
      'Service',
      'Deployment',
      'ValidatingWebhookConfiguration',
    ]);
  });
});

describe('a sync that is cut short', () => {
  it('G18: each object is told, those applied stay, and the next sync does the rest', async () => {
    const at = await live();
    // The server takes the pod in a rehearsal elsewhere: its account is asked for only where it is created.
    const fresh = `${at.namespace}-fresh`;
    onTestFinished(
      async () =>
        void (await at.kubectl(['delete', 'namespace', fresh, '--ignore-not-found', '--wait=false'])),
    );
    const target = { namespace: fresh };
    const space = document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: fresh } });
    const broken = space + map('a') + map('b') + pod('p', { serviceAccountName: 'missing' });
    const report = await at.sync(broken, target);
    expect(report.status).toBe('failed');
    expect(ends(report)).toEqual([
      `create Namespace ${fresh} applied`,
      'create ConfigMap a applied',
      'create ConfigMap b applied',
      'create Pod p failed',
    ]);
    expect(report.status !== 'stale' && report.outcomes[3]?.reason).toContain(
      'serviceaccount "missing" not found',
    );
    const mended = space + map('a') + map('b') + pod('p');
    expect(ends(await at.sync(mended, target))).toEqual(['create Pod p applied']);
    expect(summary(await at.plan(mended, target))).toEqual([]);
  });

  it('G20: an object that is deleted while it is waited for is told as such, at once', async () => {
    const at = await live();
    const ending = at.sync(pod('gone', { nodeSelector: { none: 'such' } }));
    await expect.poll(() => at.kubectl(['get', 'pods', '-o', 'name'])).toContain('pod/gone');
    await at.kubectl(['delete', 'pod', 'gone', '--now']);
    const report = await ending;
    expect(report.status).toBe('degraded');
    expect(report.status !== 'stale' && report.unhealthy).toMatchObject([
      { health: { status: 'failed', reason: expect.stringContaining('deleted by somebody else') as string } },
    ]);
  });

  it('G11: only what its controller has yet to see is looked at after it was written', async () => {
    const { sync, requests } = await live();
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'c:1' }] } };
    const of = (apiVersion: string, kind: string, spec: object) =>
      document({ apiVersion, kind, metadata: { name: 'web' }, spec });
    const all = [
      map('web'),
      of('v1', 'Service', { selector: labels, ports: [{ port: 80 }] }),
      of('apps/v1', 'Deployment', { replicas: 0, selector: { matchLabels: labels }, template }),
      of('networking.k8s.io/v1', 'Ingress', {
        defaultBackend: { service: { name: 'web', port: { number: 80 } } },
      }),
    ];
    expect((await sync(all.join(''))).status).toBe('synced');
    const read = requests().filter((request) => /^GET .*\/web$/.test(request));
    expect([...new Set(read)]).toEqual([expect.stringContaining('/deployments/web')]);
  });

  it('G20: objects that own each other are planned and pruned like others', async () => {
    const at = await live();
    await at.sync(map('keep') + map('a') + map('b'));
    const own = async (name: string, owner: string) => {
      const uid = await at.kubectl(['get', `configmap/${owner}`, '-o', 'jsonpath={.metadata.uid}']);
      const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid }];
      await at.kubectl([
        'patch',
        `configmap/${name}`,
        '-p',
        JSON.stringify({ metadata: { ownerReferences } }),
      ]);
    };
    await own('a', 'b');
    await own('b', 'a');
    expect(summary(await at.plan(map('keep')))).toEqual(['keep ConfigMap b', 'keep ConfigMap a']);
    expect(summary(await at.plan(map('keep') + map('a', '2') + map('b')))).toEqual([
      'update ConfigMap a: data.value "1" → "2"',
    ]);
  });
});

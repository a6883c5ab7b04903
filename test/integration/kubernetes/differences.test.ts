import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { live, summary } from '../../support/live.ts';

const object = (kind: string, body: string, apiVersion = 'v1', name = 'x') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${body}\n---\n`;

const CERTIFICATE = readFileSync(new URL('other-authority.pem', import.meta.url), 'utf8');

/** Manifests of which the server stores something else than what is written, and that must not differ for it. */
const SETTLED: Record<string, string> = {
  'C2: quantities in other spellings':
    object('ResourceQuota', 'spec: { hard: { cpu: 1000m, memory: 1024Mi, pods: "0.5e1" } }') +
    object('LimitRange', 'spec: { limits: [{ type: Container, default: { cpu: 0.5, memory: 1Gi } }] }'),
  'C5: an integer written as a float': object(
    'PodDisruptionBudget',
    'spec: { minAvailable: 1.0, selector: { matchLabels: { a: b } } }',
    'policy/v1',
  ),
  'C7: null in annotations, data, replicas':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, annotations: null, labels: { a: null } }\ndata: { k: null, l: "1" }\n---\n' +
    object('Secret', 'data: null'),
  'C8: empty where empty means something, and where it does not':
    object(
      'NetworkPolicy',
      'spec: { podSelector: {}, policyTypes: [Ingress], ingress: [] }',
      'networking.k8s.io/v1',
    ) + 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, labels: {} }\ndata: {}\n---\n',
  'C16: what controllers fill in: cluster addresses, node ports, token secrets':
    object('Service', 'spec: { type: NodePort, selector: { a: b }, ports: [{ port: 80 }] }') +
    object('ServiceAccount', ''),
  "C17: a Job's generated labels and selector": object(
    'Job',
    'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: c, image: c:1 }] } } }',
    'batch/v1',
  ),
  'C19: a status that was committed': object(
    'Service',
    'spec: { selector: { a: b }, ports: [{ port: 80 }] }\nstatus: { loadBalancer: {} }',
  ),
  'D1: one port number, two protocols': object(
    'Service',
    'spec: { selector: { a: b }, ports: [{ name: t, port: 53, protocol: TCP }, { name: u, port: 53, protocol: UDP }] }',
  ),
  'D2: ports without a protocol, also of init containers': object(
    'Pod',
    'spec: { initContainers: [{ name: i, image: i:1, ports: [{ containerPort: 1 }] }], containers: [{ name: c, image: c:1, ports: [{ containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }] }',
  ),
};

describe('what the server stores otherwise is no difference', () => {
  it.each(Object.entries(SETTLED))('%s', async (_name, manifests) => {
    const { plan, sync } = await live();
    const report = await sync(manifests);
    expect(report).toMatchObject({ status: expect.stringMatching(/synced|degraded/), remaining: [] });
    expect(summary(await plan(manifests))).toEqual([]);
  });

  it('C18: a caBundle that a controller injects is no difference, unless the source sets it', async () => {
    const { plan, sync, kubectl, namespace } = await live();
    onTestFinished(async () => void (await kubectl(['delete', 'validatingwebhookconfiguration', namespace])));
    const hook = (caBundle = '') =>
      object(
        'ValidatingWebhookConfiguration',
        `webhooks: [{ name: w.example.com, sideEffects: None, admissionReviewVersions: [v1], failurePolicy: Ignore, rules: [{ apiGroups: [none.example.com], apiVersions: [v1], operations: [CREATE], resources: [nothings] }], clientConfig: { url: "https://127.0.0.1:1"${caBundle} } }]`,
        'admissionregistration.k8s.io/v1',
        namespace,
      );
    await sync(hook());
    const patch = [{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: btoa(CERTIFICATE) }];
    await kubectl([
      'patch',
      `validatingwebhookconfiguration/${namespace}`,
      '--type=json',
      '--field-manager=cainjector',
      '-p',
      JSON.stringify(patch),
    ]);
    expect(summary(await plan(hook()))).toEqual([]);
    const other = btoa(`${CERTIFICATE}\n`);
    expect(summary(await plan(hook(`, caBundle: ${other}`)))).toEqual([
      expect.stringContaining('clientConfig.caBundle'),
    ]);
  });

  it('C18: a placeholder instead of a certificate in a CRD is left out, since the server refuses it', async () => {
    const { plan, namespace } = await live();
    const group = `${namespace}.example.com`;
    const definition = `{ group: ${group}, scope: Namespaced, names: { kind: T, listKind: TList, plural: ts, singular: t }, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }], conversion: { strategy: Webhook, webhook: { conversionReviewVersions: [v1], clientConfig: { caBundle: Cg==, url: "https://127.0.0.1:1" } } } }`;
    const answer = await plan(
      object('CustomResourceDefinition', `spec: ${definition}`, 'apiextensions.k8s.io/v1', `ts.${group}`),
    );
    expect([answer.unknown, answer.changes.map(({ action }) => action)]).toEqual([[], ['create']]);
  });

  it('C4: one unknown field is refused with its name and line, and hides nothing else', async () => {
    const { plan } = await live();
    const both =
      object('ConfigMap', 'data: { a: "1" }') +
      object('Service', 'spec: { selectr: {}, ports: [{ port: 80 }] }');
    const answer = await plan(both);
    expect(verdictOf(answer)).toBe('unknown');
    expect(summary(answer)).toEqual(['create ConfigMap x']);
    expect(answer.unknown.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^all\.yaml:6: Service .*selectr/),
    ]);
  });

  it('C6: a boolean where the schema wants a string is an error of its object, and not "the same"', async () => {
    const { plan } = await live();
    const pod = (value: string) =>
      object('Pod', `spec: { containers: [{ name: c, image: c:1, env: [{ name: A, value: ${value} }] }] }`);
    const answer = await plan(pod('false'));
    expect(verdictOf(answer)).toBe('unknown');
    expect(answer.unknown[0]?.message).toMatch(/^all\.yaml:1: Pod /);
  });

  it('H1, H9: a changed value of a Secret is a change, whether written in data or stringData, and never shown', async () => {
    const { plan, sync } = await live();
    const secret = (field: string, value: string) => object('Secret', `${field}: { password: ${value} }`);
    await sync(secret('stringData', 'not-a-real-one-1'));
    const same = await plan(secret('data', Buffer.from('not-a-real-one-1').toString('base64')));
    expect(summary(same)).toEqual([]);
    const changed = await plan(secret('stringData', 'not-a-real-one-2'));
    expect(summary(changed)).toEqual([
      expect.stringMatching(
        /^update Secret x: data\.password "\(masked [0-9a-f]{12}\)" → "\(masked [0-9a-f]{12}\)"$/,
      ),
    ]);
  });

  it('H1: a key that leaves stringData leaves the live Secret', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(object('Secret', 'stringData: { a: not-a-real-a, b: not-a-real-b }'));
    const less = object('Secret', 'stringData: { a: not-a-real-a }');
    expect(summary(await plan(less))).toEqual([expect.stringMatching(/^update Secret x: data\.b "\(masked/)]);
    await sync(less);
    expect(await kubectl(['get', 'secret/x', '-o', 'jsonpath={.data}'])).not.toContain('"b"');
  });
});

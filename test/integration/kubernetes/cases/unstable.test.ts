import { createHash } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { type JsonObject, isObject } from '../../../../src/core/json/json.ts';
import { textAt } from '../../../../src/core/json/read-json.ts';
import { idOf } from '../../../../src/kubernetes/objects/resource.ts';
import { type Live, live, summary } from '../../../support/live.ts';

/** As public charts do it: an authority into a Secret and a webhook configuration, and a digest that restarts the pods. */
const chart = (name: string, { port = 443, authority = true } = {}) => ({
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'templates/all.yaml': `
{{- $ca := genCA "shop" 9 }}
{{- $password := randAlphaNum 20 }}
apiVersion: v1
kind: Secret
metadata: { name: tls }
data:
  ${authority ? 'ca.crt: {{ $ca.Cert | b64enc }}' : ''}
  tls.key: {{ $ca.Key | b64enc }}
---
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { password: {{ $password }}, user: shop }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { checksum/tls: {{ $ca.Key | sha256sum }} } }
    spec: { containers: [{ name: web, image: "web:1" }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: ${name} }
webhooks:
  - name: a.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    objectSelector: { matchLabels: { nobody: has-it } }
    clientConfig: { url: "https://example.com:${port}", caBundle: {{ $ca.Cert | b64enc }} }
`,
});
const auto = { render: 'auto' } as const;

interface State {
  readonly bundle: unknown;
  readonly ca: unknown;
  readonly key: string;
  readonly password: unknown;
  readonly sum: unknown;
}

async function stateOf({ get, namespace }: Live): Promise<State> {
  const data = (await get('secret/tls'))['data'] as JsonObject;
  const [webhook] = (await get(`validatingwebhookconfiguration/${namespace}`))['webhooks'] as JsonObject[];
  const { template } = (await get('deployment/web'))['spec'] as { template: { metadata: JsonObject } };
  const { annotations } = template.metadata;
  return {
    bundle: textAt(webhook, 'clientConfig', 'caBundle'),
    ca: data['ca.crt'],
    key: textAt(data, 'tls.key'),
    password: ((await get('secret/login'))['data'] as JsonObject)['password'],
    sum: isObject(annotations) ? annotations['checksum/tls'] : undefined,
  };
}

const digestOf = (base64: string) => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');

async function installed(options?: Parameters<typeof chart>[1]): Promise<Live> {
  const at = await live();
  onTestFinished(
    async () =>
      void (await at.kubectl([
        'delete',
        'validatingwebhookconfiguration',
        at.namespace,
        '--ignore-not-found',
      ])),
  );
  expect(await at.sync(chart(at.namespace, options), auto)).toMatchObject({ status: 'synced' });
  return at;
}

it('U7: an authority, its Secret and the digest come from one render, and stay as they are live', async () => {
  const at = await installed();
  const first = await stateOf(at);
  expect(first.bundle).toBe(first.ca);
  expect(first.sum).toBe(digestOf(first.key));
  expect(summary(await at.plan(chart(at.namespace), auto))).toEqual([]);
  expect(await at.sync(chart(at.namespace, { port: 444 }), auto)).toMatchObject({ status: 'synced' });
  expect(await stateOf(at)).toEqual(first);
});

it('U7: a webhook configuration that somebody deleted trusts the authority of the Secret that is live', async () => {
  const at = await installed();
  const first = await stateOf(at);
  await at.kubectl(['delete', 'validatingwebhookconfiguration', at.namespace]);
  expect(await at.sync(chart(at.namespace), auto)).toMatchObject({ status: 'synced' });
  expect(await stateOf(at)).toEqual(first);
  expect(summary(await at.plan(chart(at.namespace), auto))).toEqual([]);
});

it.each([
  ['the Secret', { authority: true }, () => ['delete', 'secret/tls']],
  [
    'one key of it',
    { authority: true },
    () => ['patch', 'secret/tls', '--type=json', '-p', '[{"op":"remove","path":"/data/tls.key"}]'],
  ],
  [
    'the authority, which is in no Secret',
    { authority: false },
    (name: string) => ['delete', 'validatingwebhookconfiguration', name],
  ],
] as const)(
  'U7: where somebody deleted %s, all of it is made anew, and shown',
  async (_what, options, command) => {
    const at = await installed(options);
    const first = await stateOf(at);
    await at.kubectl(command(at.namespace));
    const found = await at.plan(chart(at.namespace, options), auto);
    expect((await at.plan(chart(at.namespace, options), auto)).fingerprint).toBe(found.fingerprint);
    expect(found.changes.map(({ subject }) => idOf(subject).kind).toSorted()).toEqual([
      'Deployment',
      'Secret',
      'ValidatingWebhookConfiguration',
    ]);
    expect(JSON.stringify(found.changes)).toContain('is made anew');
    expect(await at.sync(chart(at.namespace, options), auto, found.fingerprint)).toMatchObject({
      status: 'synced',
    });
    const now = await stateOf(at);
    expect(now.password).toBe(first.password);
    expect(now.key).not.toBe(first.key);
    expect(now.bundle).not.toBe(first.bundle);
    expect(now.sum).toBe(digestOf(now.key));
    if (options.authority) expect(now.bundle).toBe(now.ca);
    expect(summary(await at.plan(chart(at.namespace, options), auto))).toEqual([]);
  },
);

it('U7: a password that somebody took out of its Secret comes back, another one', async () => {
  const at = await installed();
  await at.kubectl([
    'patch',
    'secret/login',
    '--type=json',
    '-p',
    '[{"op":"remove","path":"/data/password"}]',
  ]);
  expect(await at.sync(chart(at.namespace), auto)).toMatchObject({ status: 'synced' });
  expect((await stateOf(at)).password).toMatch(/^[A-Za-z0-9+/]{27}=$/);
});

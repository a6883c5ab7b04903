import { expect, it, onTestFinished } from 'vitest';
import type { Plan, TargetPlan } from '../../../../src/core/plan/plan.ts';
import { planJson } from '../../../../src/report/json.ts';
import { planMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { PLAIN } from '../../../../src/report/terminal/style.ts';
import { planText } from '../../../../src/report/terminal/text.ts';
import { type Live, live, summary } from '../../../support/live.ts';

const [OLD, NEW] = ['the-value-before', 'the-value-after'];
const MASKED = String.raw`"?\(masked [0-9a-f]{12}\)"?`;

/** A plan in every form that anybody gets to see. */
function everyForm(plan: Plan): string {
  const answer: TargetPlan = { status: 'planned', target: 'production/shop', plan };
  return [JSON.stringify(plan), planText(answer, PLAIN), planMarkdown(answer), planJson(answer)].join('\n');
}

function expectNothingOf(plan: Plan, ...values: string[]): void {
  const said = everyForm(plan);
  for (const value of values)
    for (const form of [value, Buffer.from(value).toString('base64')]) expect(said).not.toContain(form);
}

/** A kind of the test's own, which refuses a PIN that is too long, and repeats it. */
async function vaults({ namespace, kubectl }: Live): Promise<string> {
  const group = `${namespace}.example.com`;
  const rule = { rule: 'self.size() < 30', messageExpression: `'"' + self + '" is too long'` };
  const pin = { type: 'string', maxLength: 100, 'x-kubernetes-validations': [rule] };
  const properties = { spec: { type: 'object', properties: { pin } } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `vaults.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Vault', plural: 'vaults' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties } },
        },
      ],
    },
  };
  onTestFinished(async () => void (await kubectl(['delete', `crd/vaults.${group}`])));
  await kubectl(['create', '-f', '-'], JSON.stringify(definition));
  await kubectl(['wait', `crd/vaults.${group}`, '--for=condition=Established']);
  return `${group}/v1`;
}

const RULES = {
  mask: [
    { kind: 'Vault', path: '/spec/pin' },
    { kind: 'ConfigMap', path: '/data/declared' },
  ],
};

function objects(vaultApi: string, value: string): string {
  const pod = { containers: [{ name: 'a', image: 'a', env: [{ name: 'API_KEY', value }] }] };
  const labels = { app: 'a' };
  const all = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { DB_PASSWORD: value, declared: `x ${value}`, text: 'plain' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { annotations: { 'example.com/token': value } } },
    { apiVersion: vaultApi, kind: 'Vault', spec: { pin: value } },
  ];
  return all
    .map((object) => JSON.stringify({ ...object, metadata: { name: 'a', ...object.metadata } }))
    .join('\n---\n');
}

it('H8: a value that a rule or its name tells to be secret is shown in no form, and its change is', async () => {
  const cluster = await live();
  const api = await vaults(cluster);
  const first = await cluster.plan(objects(api, OLD), RULES);
  expect(summary(first).length).toBe(4);
  expectNothingOf(first, OLD);
  await cluster.sync(objects(api, OLD), RULES);
  expect(summary(await cluster.plan(objects(api, OLD), RULES))).toEqual([]);

  const changed = await cluster.plan(objects(api, NEW), RULES);
  const said = summary(changed).join('\n');
  for (const field of [
    'data.DB_PASSWORD',
    'data.declared',
    'env[name=API_KEY].value',
    'annotations["example.com/token"]',
    'spec.pin',
  ])
    expect(said).toMatch(new RegExp(`${RegExp.escape(field)} ${MASKED} → ${MASKED}`));
  expect(everyForm(changed)).toContain('plain');
  expectNothingOf(changed, OLD, NEW);
});

function settings(value: string): string {
  const about = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  return JSON.stringify({ ...about, data: { declared: value } });
}

it('H8: such a value is in no message of the server either, nor in what kubectl wrote down', async () => {
  const cluster = await live();
  const api = await vaults(cluster);
  await cluster.kubectl(['apply', '-f', '-'], settings(OLD));
  expectNothingOf(await cluster.plan(settings(NEW), RULES), OLD, NEW);
  const long = `${NEW}-${'x'.repeat(40)}`;
  const refused = await cluster.plan(objects(api, long), RULES);
  expect(refused.unknown.map(({ message }) => message)).toEqual([
    expect.stringContaining('"(masked)" is too long') as string,
  ]);
  expectNothingOf(refused, long);
});

it('H8: a rule that finds nothing to hide is told, since it may be misspelled', async () => {
  const { plan } = await live();
  const mask = ['/data/declared', '/data/decalred'].map((path) => ({ kind: 'ConfigMap', path }));
  expect((await plan(settings(OLD), { mask })).warnings).toEqual([
    'The mask rule /data/decalred of ConfigMap finds nothing to hide here. Correct it if it is meant for what is here already.',
  ]);
});

it('H8: a drifted value that is masked is put back, without having been shown', async () => {
  const cluster = await live();
  await cluster.sync(settings(OLD), RULES);
  await cluster.kubectl(['patch', 'configmap/a', '--type=merge', '-p', `{"data":{"declared":"${NEW}"}}`]);
  expectNothingOf(await cluster.plan(settings(OLD), RULES), OLD, NEW);
  expect((await cluster.sync(settings(OLD), RULES)).status).toBe('synced');
  expect((await cluster.get('configmap/a'))['data']).toEqual({ declared: OLD });
});

it('H7: a secret that a pod quotes in its status is in no report of the sync that waits for it', async () => {
  const { sync, kubectl } = await live();
  const secret = '{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: correct-horse}}';
  const pod = (step: string) =>
    `{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {step: ${step}}}, spec: {containers: [{name: c, image: "c:1"}]}}`;
  const files = (step: string) => ({ 'a.yaml': secret, 'b.yaml': pod(step) });
  await sync(files('one'), {}, undefined, 500);
  const status = { phase: 'Failed', reason: 'Refused', message: 'the login with correct-horse' };
  await kubectl(['patch', 'pod/p', '--subresource=status', '-p', JSON.stringify({ status })]);
  const report = await sync(files('two'));
  expect(report).toMatchObject({
    status: 'degraded',
    unhealthy: [{ subject: { name: 'p' }, health: { reason: 'Refused: the login with (masked)' } }],
  });
});

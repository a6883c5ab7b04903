import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Live, live, summary } from '../../support/live.ts';
import type { Settings } from '../../support/targets.ts';
import { OF_CLUSTER, liveObjects } from './live-objects.ts';

const CHARTS = new URL('../../../fixtures/charts/', import.meta.url);
const RELEASE = 'conf';

const folderOf = (chart: string) => new URL(`${chart}/`, CHARTS);

/** The real Helm in a namespace. @returns whether it succeeded */
async function helm(
  at: Live,
  action: 'install' | 'upgrade',
  chart: string,
  values: string,
): Promise<boolean> {
  const program = inject('helm');
  if (program === undefined) throw new Error('helm is missing: name it by PLUMBLINE_HELM.');
  const folder = fileURLToPath(folderOf(chart));
  const place = ['--namespace', at.namespace, '--kubeconfig', inject('kubeconfig')];
  const args = [action, RELEASE, folder, ...place, '--values', `${folder}${values}`, '--timeout', '60s'];
  const ended = await promisify(execFile)(program, args).catch((error: unknown) => String(error));
  if (typeof ended === 'string') expect(ended).toContain('failed');
  return typeof ended !== 'string';
}

/** A namespace, and what of the cluster is named after it, until the test ends. */
async function place(): Promise<Live> {
  const at = await live();
  onTestFinished(async () => {
    const all = await at.kubectl(['get', OF_CLUSTER.join(','), '-o', 'name']);
    const own = all.split('\n').filter((name) => name.includes(at.namespace));
    if (own.length > 0) await at.kubectl(['delete', '--wait=false', '--ignore-not-found', ...own]);
  });
  return at;
}

const targetOf = (values: string): Settings => ({
  render: 'helm',
  helm: { release: RELEASE, values: [values] },
});

const ours = async (at: Live, chart: string, values: string) =>
  (await at.sync(folderOf(chart), targetOf(values), undefined, 60_000)).status === 'synced';

const same = async (theirs: Live, mine: Live, more?: readonly string[]) => {
  const [expected, found] = await Promise.all([liveObjects(theirs, more), liveObjects(mine, more)]);
  expect(found).toEqual(expected);
  return Object.keys(found);
};

interface Row {
  readonly chart: string;
  /** Kinds of its own. */
  readonly more?: readonly string[];
  /** Of what Helm leaves behind, hooks that are to be there and those that are not. */
  readonly holds: readonly string[];
  readonly lacks: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    chart: 'ingress-controller',
    holds: ['Deployment conf-controller', 'ValidatingWebhookConfiguration NAMESPACE-conf-admission'],
    lacks: [
      'ServiceAccount conf-admission',
      'Job conf-admission-create',
      'ClusterRole NAMESPACE-conf-admission',
    ],
  },
  {
    chart: 'certificates',
    holds: ['CustomResourceDefinition issuers.NAMESPACE.example', 'Deployment conf-webhook'],
    lacks: ['Job conf-startupapicheck', 'ServiceAccount conf-startupapicheck'],
  },
  {
    chart: 'external-secrets',
    holds: ['PodDisruptionBudget conf', 'Secret conf-webhook', 'ConfigMap conf-capabilities'],
    lacks: [],
  },
  {
    chart: 'monitoring',
    more: ['rules.monitoring.conformance.example'],
    holds: ['Rule conf', 'NetworkPolicy conf-admission-create'],
    lacks: ['Job conf-admission-patch', 'Role conf-admission'],
  },
  { chart: 'telemetry', holds: ['Secret conf-cert'], lacks: ['Pod conf-test'] },
];

describe('U22 U27 U28: a chart leaves live what the real Helm leaves', () => {
  it.each(ROWS)(
    'U22 U27 U28: $chart, by an installation and by an upgrade',
    { timeout: 300_000 },
    async ({ chart, more, holds, lacks }) => {
      const [theirs, mine] = [await place(), await place()];
      for (const [action, values] of [
        ['install', 'values.yaml'],
        ['upgrade', 'upgrade.yaml'],
      ] as const) {
        expect(await helm(theirs, action, chart, values)).toBe(true);
        expect(await ours(mine, chart, values)).toBe(true);
        const names = await same(theirs, mine, more);
        expect(names).toEqual(expect.arrayContaining([...holds]));
        expect(names.filter((name) => lacks.includes(name))).toEqual([]);
        const next = await mine.plan(folderOf(chart), targetOf(values));
        expect([summary(next), next.hooks]).toEqual([[], undefined]);
      }
    },
  );

  it.each(['values.yaml', 'upgrade.yaml'])(
    'U27: after a hook that failed the same is left (%s)',
    { timeout: 120_000 },
    async (values) => {
      const [theirs, mine] = [await place(), await place()];
      expect(await helm(theirs, 'install', 'failing', values)).toBe(false);
      expect(await ours(mine, 'failing', values)).toBe(false);
      const names = await same(theirs, mine);
      expect(names.filter((name) => /^[a-f]-/.test(name.split(' ')[1] ?? ''))).toEqual([
        'ConfigMap b-failed',
        'ConfigMap c-default',
        'Job e-job',
      ]);
    },
  );

  it(
    'U27: a caBundle that a controller injects is no drift, and stays through an upgrade',
    { timeout: 120_000 },
    async () => {
      const mine = await place();
      const name = `${mine.namespace}-${RELEASE}-webhook`;
      expect(await ours(mine, 'certificates', 'values.yaml')).toBe(true);
      const caBundle = Buffer.from('-----BEGIN CERTIFICATE-----\n').toString('base64');
      const patch = JSON.stringify([
        { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: caBundle },
      ]);
      const webhook = ['validatingwebhookconfiguration', name];
      await mine.kubectl(['patch', ...webhook, '--type=json', '--field-manager=cainjector', '-p', patch]);
      expect(summary(await mine.plan(folderOf('certificates'), targetOf('values.yaml')))).toEqual([]);
      expect(await ours(mine, 'certificates', 'upgrade.yaml')).toBe(true);
      const path = '-o=jsonpath={.webhooks[0].clientConfig.caBundle}';
      expect(await mine.kubectl(['get', ...webhook, path])).toBe(caBundle);
    },
  );
});

import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Workplace, workplace } from '../../support/plumb.ts';

const CONFIG = () => `version: 1
environments:
  production:
    targets:
      shop: { engine: kubernetes, cluster: ${inject('context')}, path: clusters/shop, namespace: NAMESPACE, prune: true }
`;
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "web:1", env: [{ name: A, value: "1" }] }] }
`;
const OLD = '{apiVersion: v1, kind: ConfigMap, metadata: {name: old}, data: {a: "1"}}\n';
const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { password: planted-in-repository-4711 }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: url }
data: { url: "postgres://shop:planted-in-repository-4711@db" }
`;

/** The configured target's inventory has one name for all tests: they take turns. */
async function deployed(): Promise<Workplace> {
  const place = await workplace({
    '.github/plumbline.yml': CONFIG().replace('shop:', 'NAMESPACE:'),
    'clusters/shop/web.yaml': WEB,
    'clusters/shop/old.yaml': OLD,
    'clusters/shop/secret.yaml': SECRET,
  });
  onTestFinished(async () => {
    const name = `production.${place.namespace}`;
    await place.kubectl(['delete', 'configmap', name, '-n', 'plumbline-system', '--ignore-not-found']);
  });
  const { code, err } = await place.plumb(['sync', 'clusters/shop', '--yes']);
  expect([code, err]).toEqual([0, expect.stringContaining('healthy')]);
  return place;
}

interface PreviewJson {
  targets: {
    fingerprint: string;
    yours: { action: string; id: { kind: string; name: string }; fields: unknown[] }[];
    drifted: { id: { name: string }; fields: { writer?: { manager: string } }[] }[];
  }[];
}

describe('the story at a terminal', () => {
  it('preview, sync by fingerprint, drift, put right', async () => {
    const { plumb, kubectl, commit, git } = await deployed();
    await kubectl(['scale', 'deployment/web', '--replicas=4']);
    await commit(
      { 'clusters/shop/web.yaml': WEB.replace('web:1', 'web:2'), 'clusters/shop/old.yaml': undefined },
      'feature',
    );

    const preview = await plumb(['preview', 'main...feature', '--output', 'json']);
    expect(preview.code).toBe(2);
    const [target] = (JSON.parse(preview.out) as PreviewJson).targets;
    expect(target?.yours.map(({ action, id, fields }) => [action, id.kind, id.name, fields.length])).toEqual([
      ['update', 'Deployment', 'web', 1],
      ['delete', 'ConfigMap', 'old', 0],
    ]);
    expect(target?.drifted.map(({ id, fields }) => [id.name, fields.map((f) => f.writer?.manager)])).toEqual([
      ['web', ['kubectl']],
    ]);

    await git('checkout', '-q', 'main');
    await git('merge', '-q', 'feature');
    const sync = await plumb(['sync', 'clusters/shop', '--plan', target?.fingerprint ?? '']);
    expect([sync.code, sync.err, sync.out]).toEqual([
      0,
      expect.stringContaining('ConfigMap'),
      expect.stringContaining('Synced'),
    ]);
    expect((await plumb(['diff', 'clusters/shop'])).code).toBe(0);

    await kubectl(['set', 'env', 'deployment/web', 'DEBUG=true']);
    const drift = await plumb(['diff', 'clusters/shop']);
    expect([drift.code, drift.out]).toEqual([
      2,
      expect.stringContaining('- - name: DEBUG  # written by kubectl-set at '),
    ]);
    const last = await plumb(['sync', 'clusters/shop', '--yes']);
    expect([last.code, last.err, last.out]).toEqual([
      0,
      expect.stringContaining('healthy'),
      expect.stringContaining('Synced'),
    ]);
    expect(await kubectl(['get', 'deployment/web', '-o', 'jsonpath={..env[*].name}'])).toBe('A');
  });

  it('a sync of an approved plan stops as stale after a live edit, says what differs, and applies nothing', async () => {
    const { plumb, kubectl, commit } = await deployed();
    await commit({
      'clusters/shop/web.yaml': WEB.replace('web:1', 'web:2'),
      'clusters/shop/old.yaml': OLD.replace('"1"', '"2"'),
    });
    const planned = JSON.parse((await plumb(['diff', 'clusters/shop', '-o', 'json'])).out) as {
      targets: { fingerprint: string }[];
    };
    await kubectl(['set', 'image', 'deployment/web', 'web=web:hotfix']);
    const sync = await plumb(['sync', 'clusters/shop', '--plan', planned.targets[0]?.fingerprint ?? '']);
    expect(sync.code).toBe(2);
    expect(sync.out).toContain('Stale: nothing was applied.');
    expect(sync.out).toMatch(
      /update apps\/Deployment \S+\/web: changed since the approval: spec.template.spec.containers\[name=web\].image/,
    );
    expect(await kubectl(['get', 'configmap/old', '-o', 'jsonpath={.data.a}'])).toBe('1');
    expect(await kubectl(['get', 'deployment/web', '-o', 'jsonpath={..image}'])).toBe('web:hotfix');
  });

  it('H7: a planted Secret value is in no output of any command, format or log level', async () => {
    const { plumb, kubectl, commit } = await deployed();
    const live = 'planted-in-cluster-0815';
    await kubectl([
      'patch',
      'secret/db',
      '-p',
      JSON.stringify({ stringData: { password: live, other: live } }),
    ]);
    await kubectl([
      'annotate',
      'secret/db',
      `kubectl.kubernetes.io/last-applied-configuration={"data":{"x":"${live}"}}`,
    ]);
    await commit({ 'clusters/shop/secret.yaml': SECRET.replaceAll('4711', '4712') }, 'feature');
    const runs = [];
    for (const output of ['text', 'markdown', 'json']) {
      for (const args of [
        ['diff', 'clusters/shop'],
        ['preview', 'main...feature'],
      ]) {
        runs.push(await plumb([...args, '--output', output], { PLUMBLINE_LOG_LEVEL: 'debug' }));
      }
    }
    runs.push(await plumb(['sync', 'clusters/shop', '--yes'], { PLUMBLINE_LOG_LEVEL: 'debug' }));
    await commit({
      'clusters/shop/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: [planted-in-repository-4713]}\n',
    });
    runs.push(await plumb(['diff', 'clusters/shop'], { PLUMBLINE_LOG_LEVEL: 'debug' }));
    await commit({
      'clusters/shop/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: "planted-in-repository-4714\n',
    });
    runs.push(await plumb(['diff', 'clusters/shop'], { PLUMBLINE_LOG_LEVEL: 'debug' }));
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2, 0, 1, 1]);
    const all = runs.map(({ out, err }) => out + err).join('\n');
    expect(all).toContain('(masked ');
    const planted = [live, ...['4711', '4712', '4713', '4714'].map((end) => `planted-in-repository-${end}`)];
    for (const value of planted) {
      expect(all).not.toContain(value);
      expect(all).not.toContain(Buffer.from(value).toString('base64'));
    }
  });
});

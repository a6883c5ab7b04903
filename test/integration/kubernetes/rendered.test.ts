import { expect, it } from 'vitest';
import { live, summary } from '../../support/live.ts';

const chart = (template: string) => ({
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'templates/all.yaml': template,
});

const auto = { render: 'auto' } as const;

it('A13: a value that is made anew each time is planned as one thing, set once, and then left alone', async () => {
  const at = await live();
  const files = chart(
    'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {fixed: b, password: {{ randAlphaNum 20 }}}\n',
  );
  const first = await at.plan(files, auto);
  expect((await at.plan(files, auto)).fingerprint).toBe(first.fingerprint);
  expect(first.warnings).toEqual([expect.stringContaining('/stringData/password') as string]);
  expect(await at.sync(files, auto, first.fingerprint)).toMatchObject({ status: 'synced' });
  const password = () => at.kubectl(['get', 'secret', 'a', '-o', 'jsonpath={.data.password}']);
  const set = await password();
  expect(Buffer.from(set, 'base64').toString()).toMatch(/^[A-Za-z0-9]{20}$/);
  expect(summary(await at.plan(files, auto))).toEqual([]);
  const changed = chart((files['templates/all.yaml'] ?? '').replace('fixed: b', 'fixed: c'));
  expect((await at.plan(changed, auto)).changes[0]?.fields.map(({ path }) => path)).toHaveLength(1);
  expect(await at.sync(changed, auto)).toMatchObject({ status: 'synced' });
  expect(await password()).toBe(set);
});

it('A4: the tool and its version are part of what is approved', async () => {
  const at = await live();
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
  const plain = await at.plan({ 'a.yaml': map }, auto);
  const built = await at.plan({ 'a.yaml': map, 'kustomization.yaml': 'resources: [a.yaml]\n' }, auto);
  expect(plain.tools).toEqual([]);
  expect(built.tools[0]).toMatch(/^kustomize v/);
  expect(built.fingerprint).not.toBe(plain.fingerprint);
});

it('Helm is told what the cluster serves', async () => {
  const at = await live();
  const files = chart(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  version: {{ .Capabilities.KubeVersion.Version }}\n  jobs: {{ .Capabilities.APIVersions.Has "batch/v1/CronJob" | quote }}\n  none: {{ .Capabilities.APIVersions.Has "example.org/v1" | quote }}\n',
  );
  const { changes } = await at.plan(files, auto);
  expect(changes[0]?.after).toMatchObject({
    data: { version: expect.stringMatching(/^v1\.\d+\./) as string, jobs: 'true', none: 'false' },
  });
});

import { expect, it } from 'vitest';
import { verdictOf } from '../../../../src/core/plan/plan.ts';
import { live, summary } from '../../../support/live.ts';

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "1" }\n';
const monitor = (name: string) =>
  `apiVersion: monitoring.example.com/v1\nkind: Monitor\nmetadata: { name: ${name} }\n`;
const files = {
  'kustomization.yaml': 'resources: [base, map.yaml]\n',
  'map.yaml': map,
  'base/kustomization.yaml': 'resources: [monitors.yaml]\n',
  'base/monitors.yaml': `${monitor('one')}---\n${monitor('two')}`,
};
const auto = { render: 'auto' } as const;

it('U32: objects of an unknown kind cannot be told, each once with its file; the rest is shown, and nothing is applied', async () => {
  const { plan, sync, kubectl, namespace } = await live();
  const found = await plan(files, auto);
  expect(summary(found)).toEqual(['create ConfigMap a']);
  expect(verdictOf(found)).toBe('unknown');
  expect(found.unknown.map(({ message, code }) => `${code} ${message}`)).toEqual(
    ['one', 'two'].map(
      (name) =>
        `unknown-kind base/monitors.yaml: monitoring.example.com/Monitor ${namespace}/${name}: the cluster knows no kind Monitor in monitoring.example.com/v1. Install its CRD, declare it in the same folder, or correct apiVersion and kind. To deploy the rest without it, set "unknown-kinds: skip" for the target.`,
    ),
  );
  await expect(sync(files, auto)).rejects.toThrow('nothing was applied');
  expect(await kubectl(['get', 'configmap', '-o', 'name'])).not.toContain('configmap/a');
});

it('U32: "unknown-kinds: skip" leaves them out, and each plan warns of each of them', async () => {
  const { plan, sync, get, namespace } = await live();
  const skip = { ...auto, unknownKinds: 'skip' } as const;
  expect(await sync(files, skip)).toMatchObject({ status: 'synced' });
  expect((await get('configmap/a'))['data']).toEqual({ a: '1' });
  const found = await plan(files, { ...skip, prune: true });
  expect([verdictOf(found), summary(found)]).toEqual(['clean', []]);
  expect(found.warnings).toEqual(
    ['one', 'two'].map(
      (name) =>
        expect.stringContaining(
          `LEFT OUT, and not deployed, as "unknown-kinds: skip" of the target says: base/monitors.yaml: monitoring.example.com/Monitor ${namespace}/${name}: `,
        ) as string,
    ),
  );
});

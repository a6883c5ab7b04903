import { describe, expect, it } from 'vitest';
import { type JsonObject, isObject } from '../../../../src/core/json/json.ts';
import { mapAt } from '../../../../src/core/json/read-json.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { type Live, live, summary } from '../../../support/live.ts';

const map = (data: JsonObject) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
const deployment = (spec: JsonObject = {}) =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      },
      ...spec,
    },
  });

const forget = ({ kubectl }: Live, name: string) =>
  kubectl([
    'patch',
    name,
    '--type=json',
    '-p',
    '[{"op":"replace","path":"/metadata/managedFields","value":[{}]}]',
  ]);
const managersOf = async ({ get }: Live, name: string) => {
  const entries = mapAt(await get(name), 'metadata')['managedFields'];
  return Array.isArray(entries) ? entries.filter(isObject).map(({ manager }) => manager) : [];
};

/** Without what is only not recorded yet. */
const told = ({ warnings }: Plan) => warnings.filter((text) => !text.includes('not recorded as'));

describe('U23: before-first-apply', () => {
  it('is no tool: what it owns, and the source does not name, goes', async () => {
    const at = await live();
    await at.kubectl(['create', '-f', '-'], map({ a: '1', b: '2' }));
    await forget(at, 'configmap/a');
    expect(summary(await at.plan(map({ a: '1' })))).toEqual(['update ConfigMap a: data.b "2" → ∅']);
    expect(await at.sync(map({ a: '1' }))).toMatchObject({ status: 'synced' });
    expect((await at.get('configmap/a'))['data']).toEqual({ a: '1' });
    expect(await at.plan(map({ a: '1' }))).toMatchObject({ changes: [], warnings: [] });
  });

  it('is taken over where it is left from an apply of before', async () => {
    const at = await live();
    await at.kubectl(['create', '-f', '-'], map({ a: '1', b: '2' }));
    await forget(at, 'configmap/a');
    await at.kubectl(
      ['apply', '--server-side', '--field-manager=plumbline', '-f', '-'],
      map({ a: '1', b: '2' }),
    );
    expect(await managersOf(at, 'configmap/a')).toContain('before-first-apply');
    expect(await at.sync(map({ a: '1', b: '2' }))).toMatchObject({ status: 'synced' });
    expect(await at.sync(map({ a: '1' }))).toMatchObject({ status: 'synced' });
    expect((await at.get('configmap/a'))['data']).toEqual({ a: '1' });
  });

  it('takes what the server filled in along, and nothing of it is lost', async () => {
    const at = await live();
    await at.kubectl(['create', '-f', '-'], deployment({ minReadySeconds: 5 }));
    const before = mapAt(await at.get('deployment/web'), 'spec');
    await forget(at, 'deployment/web');
    expect(summary(await at.plan(deployment()))).toEqual([
      'update apps/Deployment web: spec.minReadySeconds 5 → ∅',
    ]);
    expect(await at.sync(deployment())).toMatchObject({ status: 'synced' });
    const { minReadySeconds: _gone, ...rest } = before;
    expect((await at.get('deployment/web'))['spec']).toEqual(rest);
    expect(await at.plan(deployment())).toMatchObject({ changes: [], warnings: [] });
  });
});

describe('U23: a tool that was there before', () => {
  const extra = { minReadySeconds: 5, revisionHistoryLimit: 3 };
  const warning = expect.stringMatching(
    /^apps\/Deployment \S+\/web: spec\.minReadySeconds, spec\.revisionHistoryLimit \((helm|deployer)\) is not in the source and stays live.*"take-over: \[\1\]"/,
  ) as string;

  it.each([
    ['applied it on the server', ['apply', '--server-side', '--field-manager=helm', '-f', '-']],
    ['created it', ['create', '--field-manager=helm', '-f', '-']],
    ['is of a name that nobody knows', ['apply', '--server-side', '--field-manager=deployer', '-f', '-']],
  ])('that %s: every plan says what is its alone', async (_what, command) => {
    const { plan, sync, kubectl } = await live();
    await kubectl(command, deployment(extra));
    expect(told(await plan(deployment()))).toEqual([warning]);
    await sync(deployment());
    expect(told(await plan(deployment()))).toEqual([warning]);
    const formerTools = [command.join(' ').includes('helm') ? 'helm' : 'deployer'];
    const migrated = await plan(deployment(), { formerTools });
    expect(migrated.warnings).toEqual([]);
    expect(summary(migrated)).toEqual([
      'update apps/Deployment web: spec.revisionHistoryLimit 3 → 10; spec.minReadySeconds 5 → ∅',
    ]);
    expect(await sync(deployment(), { formerTools }, migrated.fingerprint)).toMatchObject({
      status: 'synced',
    });
    expect(await plan(deployment(), { formerTools })).toMatchObject({ changes: [], warnings: [] });
    expect(await plan(deployment())).toMatchObject({ changes: [], warnings: [] });
  });

  it('what left Git later is said in every plan, not in one', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(map({ a: '1', b: '2' }));
    await kubectl(
      ['apply', '--server-side', '--field-manager=kustomize-controller', '-f', '-'],
      map({ a: '1', b: '2' }),
    );
    const said = [expect.stringMatching(/^ConfigMap \S+: data\.b \(kustomize-controller\)/) as string];
    const first = await plan(map({ a: '1' }));
    expect([told(first), summary(first)]).toEqual([said, []]);
    await sync(map({ a: '1' }));
    expect((await plan(map({ a: '1' }))).warnings).toEqual(said);
    const formerTools = ['kustomize-controller'];
    expect(summary(await plan(map({ a: '1' }), { formerTools }))).toEqual([
      'update ConfigMap a: data.b "2" → ∅',
    ]);
  });

  it('a controller that adds to an object is none', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment());
    await kubectl(['annotate', 'deployment/web', '--field-manager=some-controller', 'a=b']);
    expect(await plan(deployment())).toMatchObject({ changes: [], warnings: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../src/core/plan/plan.ts';
import { type Live, live, summary } from '../../../support/live.ts';

const map = (value: string, rest = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n${rest}data: { a: "${value}" }\n`;

function patchesOf({ requests }: Live): { readonly dry: string[]; readonly real: string[] } {
  const all = requests().filter((request) => /^PATCH .*configmaps\/a\?/.test(request));
  const isDry = (request: string) => request.includes('dryRun=All');
  return { dry: all.filter(isDry), real: all.filter((request) => !isDry(request)) };
}

describe('the options of a preview', () => {
  it('E4: are those of the apply, but for being a dry-run', async () => {
    const cluster = await live();
    await cluster.plan(map('1'));
    const { dry } = patchesOf(cluster);
    await cluster.sync(map('1'));
    const { real } = patchesOf(cluster);
    const query = (request: string | undefined) => new URLSearchParams(request?.split('?')[1]);
    const asked = query(dry[0]);
    expect(asked.get('dryRun')).toBe('All');
    asked.delete('dryRun');
    expect(asked.size).toBeGreaterThan(0);
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(query(real[0])));
  });

  it('E4: allow a replacement exactly where the apply does', async () => {
    const { plan, sync } = await live();
    const frozen = 'immutable: true\n';
    await sync(map('1', frozen));
    expect(verdictOf(await plan(map('2', frozen)))).toBe('unknown');
    await expect(sync(map('2', frozen))).rejects.toThrow('nothing was applied');
    const allowed = { replace: ['ConfigMap a'] };
    expect(verdictOf(await plan(map('2', frozen), allowed))).toBe('different');
    expect(await sync(map('2', frozen), allowed)).toMatchObject({ status: 'synced' });
  });

  it('E18: force, a dry-run and a replacement go together: it is previewed, and nothing is deleted for it', async () => {
    const cluster = await live();
    const frozen = 'immutable: true\n';
    await cluster.sync(map('1', frozen));
    cluster.requests();
    const found = await cluster.plan(map('2', frozen), { replace: ['ConfigMap a'] });
    expect(found.changes.map(({ action }) => action)).toEqual(['replace']);
    expect(found.unknown).toEqual([]);
    const asked = cluster.requests().filter((request) => !request.startsWith('GET '));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((request) => !request.includes('dryRun=All'))).toEqual([]);
    expect((await cluster.get('configmap/a'))['data']).toEqual({ a: '1' });
  });
});

describe('a Secret of a type that the server checks', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const login = (password: string) =>
    base64(JSON.stringify({ auths: { 'example.com': { auth: base64(`me:${password}`) } } }));
  const typed = (type: string, data: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\ntype: ${type}\ndata: { ${data} }\n`;
  const pull = (password: string) =>
    typed('kubernetes.io/dockerconfigjson', `.dockerconfigjson: ${login(password)}`);

  it('E13: is asked about with its values and shown without them', async () => {
    const { plan, sync } = await live();
    expect((await plan(pull('first-password'))).unknown).toEqual([]);
    await sync(pull('first-password'));
    const found = await plan(pull('second-password'));
    expect(found.unknown).toEqual([]);
    expect(summary(found)[0]).toMatch(
      /^update Secret s: data\["\.dockerconfigjson"\] "\(masked .*\)" → "\(masked .*\)"$/,
    );
    for (const secret of ['second-password', login('first-password'), login('second-password')])
      expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('E13: that is wrong is refused by the server for what it is, without its values', async () => {
    const { plan } = await live();
    const wrong = typed('kubernetes.io/tls', `tls.crt: ${base64('no certificate at all')}`);
    const found = await plan(wrong);
    expect(found.unknown[0]?.message).toContain('tls.key');
    expect(JSON.stringify(found)).not.toContain(base64('no certificate at all'));
  });
});

it('E17: annotations of controllers stay where annotations of ours change, come and go', async () => {
  const { sync, kubectl, get } = await live();
  const annotated = (annotations: string) =>
    map('1').replace('name: a', `name: a, annotations: ${annotations}`);
  await sync(annotated('{ one: "1", two: "2" }'));
  await kubectl(['annotate', 'configmap/a', 'example.com/theirs=kept', '--field-manager=a-controller']);
  // What a person added is taken out by another way than an apply.
  await kubectl(['annotate', 'configmap/a', 'mine=gone']);
  expect(await sync(annotated('{ one: "changed", three: "3" }'))).toMatchObject({ status: 'synced' });
  expect((await get('configmap/a'))['metadata']).toHaveProperty('annotations', {
    'example.com/theirs': 'kept',
    one: 'changed',
    three: '3',
  });
});

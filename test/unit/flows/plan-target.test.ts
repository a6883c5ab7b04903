import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/core/target/target.ts';
import { findTarget } from '../../../src/flows/find-target.ts';
import { meantTargets } from '../../../src/flows/meant-targets.ts';
import { engineOf, planTarget, withSession } from '../../../src/flows/plan-target.ts';
import { touchedTargets } from '../../../src/flows/preview/touched.ts';
import { withUndeployed } from '../../../src/flows/preview/with-undeployed.ts';
import type { Engine } from '../../../src/ports/engine.ts';
import { memorySource } from '../../support/memory-source.ts';
import { plan } from '../report/samples.ts';
import { refusal, refuses } from './house.ts';

const TARGET: Target = {
  id: 'production/house',
  environment: 'production',
  engine: 'lights',
  destination: 'number-9',
  path: 'lights',
  rules: { ignore: [], mask: [] },
  spec: {},
};
const REQUEST = { source: memorySource({ 'lights/rooms': '' }), purpose: 'preview' } as const;

/** An engine that answers so, and what was asked of it. */
function engineWith(plans: () => Promise<unknown>, open?: () => Promise<never>) {
  const asked: string[] = [];
  const session = {
    plan: plans,
    close: async () => void asked.push('closed'),
  };
  const opened = async () => {
    asked.push('opened');
    return session;
  };
  const lights = { reads: async () => ['lights', 'shared'], open: open ?? opened } as unknown as Engine;
  return { asked, engines: { lights } };
}

const PLAN = plan([]);
const good = async () => ({ plan: PLAN, payload: undefined });

describe('the plan of a target', () => {
  it.each<[string, Partial<Target>, Parameters<typeof engineWith>, object, readonly string[]]>([
    ['is made', {}, [good], { status: 'planned', plan: PLAN }, ['opened', 'closed']],
    [
      'that is refused has failed, and is not empty',
      {},
      [refuses(refusal('invalid'))],
      { status: 'failed', code: 'invalid', message: 'acme/shop: not now' },
      ['opened', 'closed'],
    ],
    [
      'whose live system does not answer has failed',
      {},
      [good, refuses(refusal('unreachable'))],
      { status: 'failed', code: 'unreachable' },
      [],
    ],
    [
      'without a grant asks nothing of the live system',
      { grant: null },
      [good],
      { status: 'failed', code: 'forbidden' },
      [],
    ],
    [
      'of an engine that is not there has failed',
      { engine: 'gas' },
      [good],
      { status: 'failed', code: 'unsupported' },
      [],
    ],
  ])('%s', async (_name, more, given, answer, asked) => {
    const engine = engineWith(...given);
    const target = { ...TARGET, ...more };
    expect(await planTarget(engine.engines, target, REQUEST)).toMatchObject({ target: TARGET.id, ...answer });
    expect(engine.asked).toEqual(asked);
  });

  it('is not taken for a failed one where there is a bug; its session is closed', async () => {
    const engine = engineWith(refuses(new Error('a bug')));
    await expect(planTarget(engine.engines, TARGET, REQUEST)).rejects.toThrow('a bug');
    expect(engine.asked).toEqual(['opened', 'closed']);
  });

  it('is of one session, which is closed whatever happens', async () => {
    const engine = engineWith(good);
    await expect(withSession(engine.engines, TARGET, refuses())).rejects.toThrow('not now');
    expect(engine.asked).toEqual(['opened', 'closed']);
    expect(() => engineOf({}, TARGET)).toThrow('engine lights is not available yet');
  });
});

describe('the targets that a change means', () => {
  const shed = { ...TARGET, id: 'production/shed', path: 'shed' };
  const read = (paths: readonly string[] | Error): Engine =>
    ({ reads: async () => (paths instanceof Error ? Promise.reject(paths) : paths) }) as unknown as Engine;

  it.each<[string, readonly string[], Engine, readonly string[]]>([
    ['a file of its folder', ['lights/rooms'], read([]), [TARGET.id]],
    ['a file that it reads elsewhere', ['shared/rooms'], read(['shared']), [TARGET.id, shed.id]],
    ['a file of nobody', ['README.md'], read(['shared']), []],
    ['a folder with a longer name', ['lights-2/rooms'], read([]), []],
    ['the record of its drift', ['.plumbline/drift/production/house.yaml'], read([]), [TARGET.id]],
    ['what it reads is not there', ['README.md'], read(refusal('not-found')), []],
    [
      'what it reads cannot be told: it may be anything',
      ['README.md'],
      read(refusal('invalid-source')),
      [TARGET.id, shed.id],
    ],
  ])('%s', async (_name, changed, lights, ids) => {
    const input = { base: memorySource({}), targets: [TARGET, shed], changed };
    expect((await touchedTargets({ lights }, input)).map(({ id }) => id)).toEqual(ids);
  });

  it('a bug of an engine is not taken for "it may be anything"', async () => {
    const input = { base: memorySource({}), targets: [TARGET], changed: ['README.md'] };
    await expect(touchedTargets({ lights: read(new Error('a bug')) }, input)).rejects.toThrow('a bug');
  });

  const repository = { installation: 1, id: 42, name: 'acme/shop' };
  const cellar = { ...TARGET, id: 'production/cellar', path: 'cellar' };
  const chain = [cellar, { ...shed, dependsOn: [cellar.id] }, { ...TARGET, dependsOn: [shed.id] }];

  it.each<[string, readonly string[], readonly string[]]>([
    ['what they wait for was never deployed', [], [TARGET.id, shed.id, cellar.id]],
    ['what they wait for is deployed', [shed.id, cellar.id], [TARGET.id]],
    ['only the next one is deployed: it stands', [shed.id], [TARGET.id]],
  ])('%s', async (_name, deployed, ids) => {
    const syncs = {
      lastSynced: async (_of: number, id: string) => (deployed.includes(id) ? ({} as never) : undefined),
    };
    const found = await withUndeployed({ syncs }, repository, chain, [chain[2] as Target]);
    expect([...found]).toEqual(ids);
  });

  it('those whose settings change are meant without a changed file', async () => {
    const deps = { engines: { lights: read([]) }, syncs: { lastSynced: async () => undefined } };
    const proposal = { repository, base: memorySource({}), changed: [] };
    expect([...(await meantTargets(deps, proposal, { changed: [shed] }, [TARGET, shed]))]).toEqual([shed.id]);
  });

  const environment = {
    name: 'production',
    gate: { approvals: 1, from: [], freeze: [], onPlanChange: 'hold', nobody: [], updateBranch: 'ignored' },
    drift: { action: 'pull-request', after: '10m' },
    targets: [TARGET],
  } as const;

  it('a target is found by its whole name, limited to what the server grants', () => {
    const grants = { limit: (target: Target, name: string) => ({ ...target, grant: name }) };
    const config = { environments: [environment] };
    const find = (id: string) => findTarget(grants, repository, config, id);
    expect(find(TARGET.id)).toEqual({ environment, target: { ...TARGET, grant: 'acme/shop' } });
    expect([
      find('production/hous'),
      find('house'),
      findTarget(grants, repository, undefined, TARGET.id),
    ]).toEqual([undefined, undefined, undefined]);
  });
});

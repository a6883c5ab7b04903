import { expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import type { Given } from '../../../../src/core/plan/given.ts';
import type { Plan, Unknown } from '../../../../src/core/plan/plan.ts';
import type { Target } from '../../../../src/core/target/target.ts';
import { type PlanOne, planTogether } from '../../../../src/flows/preview/plan-together.ts';

const core = (kind: string, name: string, scope = '') => ({ kind, scope, name });

/** What targets of a small world declare: a namespace of their own, objects in others. */
interface World {
  readonly [id: string]: {
    readonly creates?: string;
    readonly livesIn?: readonly string[];
    readonly dependsOn?: readonly string[];
    readonly fails?: true;
    readonly destination?: string;
  };
}

const targetOf = (id: string, world: World): Target =>
  ({
    id,
    environment: id.split('/')[0] ?? '',
    destination: world[id]?.destination ?? 'prod',
    ...(world[id]?.dependsOn && { dependsOn: world[id].dependsOn }),
  }) as Target;

/** Plans as an engine does: what lives in a namespace that nobody brings cannot be told. */
function planning(world: World): { plan: PlanOne; planned: string[] } {
  const planned: string[] = [];
  const plan: PlanOne = async ({ id, destination: cluster }, given) => {
    planned.push(id);
    const { creates, livesIn = [], fails } = world[id] ?? {};
    if (fails) return { status: 'failed', target: id, code: 'invalid-source', message: 'it is no YAML' };
    const brought = new Set([...given.map((one: Given) => one.subject.name), creates]);
    const created: Change[] = [
      ...(creates === undefined ? [] : [core('Namespace', creates)]),
      ...livesIn.filter((name) => brought.has(name)).map((name) => core('ConfigMap', 'a', name)),
    ].map((of) => ({ subject: of, action: 'create', fields: [], marks: [], after: {} }));
    const unknown: Unknown[] = livesIn
      .filter((name) => !brought.has(name))
      .map((name) => ({
        subject: core('ConfigMap', 'a', name),
        needs: [`Namespace /${name}`],
        code: 'not-found',
        message: `no namespace ${name}.`,
      }));
    const made: Plan = {
      target: id,
      destination: cluster,
      tools: [],
      source: 'main',
      changes: created,
      needs: livesIn.map((name) => `Namespace /${name}`),
      unchanged: 0,
      unknown,
      warnings: [],
      fingerprint: 'f',
    };
    return { status: 'planned', target: id, plan: made, yours: created, drifted: [], adopted: [] };
  };
  return { plan, planned };
}

async function together(world: World, wanted: readonly string[] = Object.keys(world)) {
  const { plan, planned } = planning(world);
  const all = Object.keys(world).map((id) => targetOf(id, world));
  const targets = all.filter(({ id }) => wanted.includes(id));
  const others = all.filter(({ id }) => !wanted.includes(id));
  const previews = await planTogether(plan, {
    targets,
    spare: others.filter(({ environment }) => environment === targets[0]?.environment),
    elsewhere: others.filter(({ environment }) => environment !== targets[0]?.environment),
  });
  const told = previews.map((preview) => {
    if (preview.status === 'failed') return `${preview.target}: ${preview.message}`;
    const { after = [], unknown } = preview.plan;
    const behind = after.length === 0 ? '' : ` after ${after.join(', ')}`;
    return `${preview.target}${behind}${unknown.map(({ message }) => `: ${message}`).join('')}`;
  });
  return { told, planned };
}

it.each<[string, World, readonly string[]]>([
  ['nobody needs another', { 'p/a': { creates: 'a' }, 'p/b': { creates: 'b' } }, ['p/a', 'p/b']],
  [
    'the one that brings stands last in the file',
    { 'p/shop': { livesIn: ['shop'] }, 'p/base': { creates: 'shop' } },
    ['p/base', 'p/shop after p/base'],
  ],
  [
    'three are in a chain, the wrong way round',
    {
      'p/c': { livesIn: ['b'] },
      'p/b': { creates: 'b', livesIn: ['a'] },
      'p/a': { creates: 'a' },
    },
    ['p/a', 'p/b after p/a', 'p/c after p/b'],
  ],
  [
    'the configuration says so, though nobody needs anything',
    { 'p/a': { dependsOn: ['p/b'] }, 'p/b': { creates: 'b' } },
    ['p/b', 'p/a after p/b'],
  ],
  [
    'it could be planned without, and works only with it',
    { 'p/a': { creates: 'x', livesIn: ['x', 'y'] }, 'p/b': { creates: 'y' } },
    ['p/b', 'p/a after p/b'],
  ],
])('U60: targets are planned together, in order, where %s', async (_what, world, expected) => {
  expect((await together(world)).told).toEqual(expected);
});

it('U60: what cannot be told is planned again only where another one brings more', async () => {
  const world: World = {
    'p/a': { livesIn: ['nowhere'] },
    'p/b': { livesIn: ['b'] },
    'p/c': { creates: 'b' },
  };
  const { told, planned } = await together(world);
  expect(told).toEqual(['p/a: no namespace nowhere.', 'p/c', 'p/b after p/c']);
  // What p/b brings in the end may be what p/a lacks.
  expect(planned).toEqual(['p/a', 'p/b', 'p/c', 'p/a', 'p/b', 'p/a']);
});

it('U60: a target that nobody touched comes along where it alone brings what is needed', async () => {
  const world: World = {
    'p/base': { creates: 'shop' },
    'p/other': { creates: 'other' },
    'p/shop': { livesIn: ['shop'] },
  };
  expect((await together(world, ['p/shop'])).told).toEqual(['p/base', 'p/shop after p/base']);
});

it('U60: one that lacks nothing has no other one planned', async () => {
  const world: World = { 'p/base': { creates: 'shop' }, 'p/shop': {} };
  expect((await together(world, ['p/shop'])).planned).toEqual(['p/shop']);
});

it.each<[string, World, readonly string[], RegExp]>([
  [
    'each needs what the other brings',
    { 'p/a': { creates: 'a', livesIn: ['b'] }, 'p/b': { creates: 'b', livesIn: ['a'] } },
    ['p/a', 'p/b'],
    /p\/a: no namespace b\. Target p\/b would create it, and itself waits for p\/a: put what both need into a third/,
  ],
  [
    'a target of another environment brings it',
    { 'p/shop': { livesIn: ['shop'] }, 's/base': { creates: 'shop' } },
    ['p/shop'],
    /no namespace shop\. Target s\/base would create it, in another environment, and environments are not put in order/,
  ],
  [
    'the one that it depends on cannot be planned',
    { 'p/base': { fails: true }, 'p/shop': { livesIn: ['shop'], dependsOn: ['p/base'] } },
    ['p/base', 'p/shop'],
    /no namespace shop\. It waits for p\/base, which cannot be planned: see there\./,
  ],
  [
    'the one that would bring it does so in another cluster',
    { 'p/base': { creates: 'shop', destination: 'other' }, 'p/shop': { livesIn: ['shop'] } },
    ['p/base', 'p/shop'],
    /p\/shop: no namespace shop\.$/m,
  ],
])('U60: the true reason is told where %s', async (_what, world, wanted, reason) => {
  expect((await together(world, wanted)).told.join('\n')).toMatch(reason);
});

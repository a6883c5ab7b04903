import { describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/core/target/target.ts';
import { type SyncRequest, sync } from '../../../../src/flows/deploy/sync.ts';
import { planTarget } from '../../../../src/flows/plan-target.ts';
import type { ApplyResult, Engine, Session } from '../../../../src/ports/engine.ts';
import { createLights, liveIn, press } from '../../../support/lights-engine.ts';
import { memorySource } from '../../../support/memory-source.ts';
import { folderWith } from '../../../support/temp-folder.ts';

const TARGET: Target = {
  id: 'production/house',
  environment: 'production',
  engine: 'lights',
  destination: 'house',
  path: 'lights',
  rules: { ignore: [], mask: [] },
  spec: {},
};
const SOURCE = memorySource({ 'lights/rooms': 'hall on\nkitchen on\n' });

/** A house with its engine, whose sessions are counted. */
function house(over: Partial<Session> = {}) {
  const live = folderWith({ kitchen: 'off' });
  const open = { now: 0 };
  const lights = createLights(live) as Engine;
  const engine: Engine = {
    ...lights,
    async open(target) {
      const session = await lights.open(target);
      open.now += 1;
      const close = async () => {
        await session.close();
        open.now -= 1;
      };
      return { ...session, ...over, close };
    },
  };
  return { live, open, engines: { lights: engine } };
}

type House = ReturnType<typeof house>;

/** Approves what is planned now, lets something happen, and syncs. */
async function synced(of: House, between: () => void = () => undefined, over: Partial<SyncRequest> = {}) {
  const planned = await planTarget(of.engines, TARGET, { source: SOURCE, purpose: 'preview' });
  const approved = planned.status === 'planned' ? planned.plan.fingerprint : '';
  between();
  const told: string[] = [];
  const report = await sync(of.engines, {
    target: TARGET,
    source: SOURCE,
    approved,
    timeout: 1000,
    accepted: async () => void told.push('accepted'),
    applied: async () => void told.push('applied'),
    observe: ({ type }) => void told.push(type),
    ...over,
  });
  return { report, told };
}

const LIT = { hall: 'on', kitchen: 'on' };

describe('a sync', () => {
  it('applies what was approved, and compares live with the source afterwards', async () => {
    const of = house();
    const { report, told } = await synced(of);
    expect(report).toMatchObject({ status: 'synced', remaining: [], unhealthy: [] });
    expect(told).toEqual(['accepted', 'outcome', 'outcome', 'applied', 'verifying']);
    expect(Object.fromEntries(liveIn(of.live))).toEqual(LIT);
    expect(of.open.now).toBe(0);
  });

  it('of a plan that is no longer the approved one stops as stale, and changes nothing', async () => {
    const of = house();
    const { report, told } = await synced(of, () => press(of.live, 'garden', 'on'));
    expect(report).toMatchObject({ status: 'stale', plan: { changes: { length: 3 } } });
    expect(told).toEqual([]);
    expect(Object.fromEntries(liveIn(of.live))).toEqual({ kitchen: 'off', garden: 'on' });
    expect(of.open.now).toBe(0);
  });

  it('that was interrupted applies the rest of its plan', async () => {
    const of = house();
    const first = await planTarget(of.engines, TARGET, { source: SOURCE, purpose: 'preview' });
    if (first.status !== 'planned') throw new Error(first.message);
    const { report } = await synced(of, () => press(of.live, 'hall', 'on'), { begun: first.plan });
    expect(report).toMatchObject({ status: 'synced', outcomes: [{ subject: { name: 'kitchen' } }] });
  });

  it('of nothing is its own verification', async () => {
    const of = house();
    for (const [name, state] of Object.entries(LIT)) press(of.live, name, state);
    const { report, told } = await synced(of);
    expect(report).toMatchObject({ status: 'synced', outcomes: [] });
    expect(told).toEqual(['accepted']);
  });

  const outcome = {
    subject: { kind: 'Light', scope: '', name: 'hall' },
    action: 'create' as const,
  };
  const { subject } = outcome;

  it.each<[string, ApplyResult, object]>([
    [
      'an object that was refused',
      { outcomes: [{ ...outcome, result: 'failed', reason: 'no bulb' }], unhealthy: [] },
      { status: 'failed', remaining: [] },
    ],
    [
      'an object that was left out',
      { outcomes: [{ ...outcome, result: 'skipped' }], unhealthy: [] },
      { status: 'failed' },
    ],
    [
      'what is still missing afterwards',
      { outcomes: [{ ...outcome, result: 'applied' }], unhealthy: [] },
      { status: 'degraded', remaining: ['create Light hall', 'update Light kitchen'] },
    ],
    [
      'what does not work',
      {
        outcomes: [{ ...outcome, result: 'applied' }],
        unhealthy: [{ subject, health: { status: 'failed', reason: 'dark' } }],
      },
      { status: 'degraded' },
    ],
  ])('is no success with %s', async (_what, result, report) => {
    const of = house({ apply: async () => result });
    expect((await synced(of)).report).toMatchObject(report);
    expect(of.open.now).toBe(0);
  });

  it('that breaks off closes its session', async () => {
    const of = house({ apply: () => Promise.reject(new Error('the fuse')) });
    await expect(synced(of)).rejects.toThrow('the fuse');
    expect(of.open.now).toBe(0);
  });

  it('of a repository without a grant asks the engine nothing', async () => {
    const of = house();
    const request = { target: { ...TARGET, grant: null }, source: SOURCE, approved: 'f', timeout: 1 };
    const refused = sync(of.engines, { ...request, observe: () => undefined });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    await expect(refused).rejects.toThrow('its repository is granted nothing in house');
    const planned = await planTarget(of.engines, request.target, { source: SOURCE, purpose: 'drift' });
    expect(planned).toMatchObject({ status: 'failed', code: 'forbidden' });
  });

  it('of an engine that is not there is told so', async () => {
    const refused = planTarget({}, TARGET, { source: SOURCE, purpose: 'preview' });
    expect(await refused).toMatchObject({
      status: 'failed',
      code: 'unsupported',
      message: expect.stringContaining('engine lights is not available yet') as string,
    });
  });
});

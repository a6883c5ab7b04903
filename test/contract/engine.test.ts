import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictOf } from '../../src/core/plan/plan.ts';
import type { Target } from '../../src/core/target/target.ts';
import type { Engine, Prepared, Session } from '../../src/ports/engine.ts';
import { createLights, liveIn, press } from '../support/lights-engine.ts';
import { live } from '../support/live.ts';
import { until } from '../support/loop.ts';
import { memorySource } from '../support/memory-source.ts';
import { targetIn } from '../support/targets.ts';
import { folderWith } from '../support/temp-folder.ts';

/** A live system with one thing in it, which has a state. */
interface Site {
  readonly engine: Engine;
  readonly target: Target;
  /** The file that declares it, in the folder `site`. */
  readonly declare: (state: 'on' | 'off') => string;
  readonly change: (state: 'on' | 'off') => Promise<void>;
  /** Empty: it is not there. */
  readonly state: () => Promise<string>;
}

const SITES: Readonly<Record<string, () => Promise<Site>>> = {
  'lights in a folder': async () => {
    const house = folderWith({});
    return {
      engine: createLights(house),
      target: {
        id: 'production/house',
        environment: 'production',
        engine: 'lights',
        destination: 'house',
        path: 'site',
        rules: { ignore: [], mask: [] },
        spec: {},
      },
      declare: (state) => `kitchen ${state}\n`,
      change: async (state) => press(house, 'kitchen', state),
      state: async () => liveIn(house).get('kitchen') ?? '',
    };
  },
  Kubernetes: async () => {
    const { engine, namespace, kubectl } = await live();
    return {
      engine,
      target: targetIn(namespace, { path: 'site' }),
      declare: (state) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kitchen }\ndata: { state: "${state}" }\n`,
      change: async (state) => {
        const patch = JSON.stringify({ data: { state } });
        await kubectl(['patch', 'configmap', 'kitchen', '--type=merge', '--patch', patch]);
      },
      state: () =>
        kubectl(['get', 'configmap', 'kitchen', '--ignore-not-found', '-o', 'jsonpath={.data.state}']),
    };
  },
};

const sourceOf = ({ declare }: Site, state: 'on' | 'off') =>
  memorySource({ 'site/kitchen.yaml': declare(state), 'other/readme': '' });

async function openOn({ engine, target }: Site): Promise<Session> {
  const session = await engine.open(target);
  onTestFinished(() => session.close());
  return session;
}

function apply(session: Session, prepared: Prepared) {
  const events: string[] = [];
  const options = { timeout: 20_000, observe: ({ type }: { type: string }) => void events.push(type) };
  return session.apply(prepared, options).then((result) => ({ ...result, events }));
}

async function synced(site: Site, state: 'on' | 'off'): Promise<void> {
  const session = await openOn(site);
  await apply(session, await session.plan({ source: sourceOf(site, state), purpose: 'verify' }));
}

const ACTIONS = ({ plan }: Prepared) =>
  plan.changes.map(({ action, subject }) => `${action} ${subject.name}`);

describe.each(Object.entries(SITES))('an engine: %s', (_name, start) => {
  it('plans what is missing, applies exactly that, and then there is nothing to do', async () => {
    const site = await start();
    const source = sourceOf(site, 'on');
    const session = await openOn(site);
    const prepared = await session.plan({ source, purpose: 'preview' });
    expect(ACTIONS(prepared)).toEqual(['create kitchen']);
    expect(await site.state()).toBe('');
    const { outcomes, unhealthy, events } = await apply(session, prepared);
    expect(outcomes).toMatchObject([{ subject: { name: 'kitchen' }, action: 'create', result: 'applied' }]);
    expect([unhealthy, events]).toEqual([[], expect.arrayContaining(['outcome'])]);
    expect(await site.state()).toBe('on');
    const next = await (await openOn(site)).plan({ source, purpose: 'drift' });
    expect([verdictOf(next.plan), next.plan.unchanged]).toEqual(['clean', 1]);
  });

  it('names the same plan in the same way, whatever it is for, and another one in another way', async () => {
    const site = await start();
    await synced(site, 'on');
    const session = await openOn(site);
    const off = sourceOf(site, 'off');
    const plans = [
      await session.plan({ source: off, purpose: 'preview' }),
      await session.plan({ source: off, purpose: 'verify' }),
      await session.plan({ source: off, purpose: 'drift' }),
      await (await openOn(site)).plan({ source: off, purpose: 'verify' }),
    ];
    expect(plans.map(ACTIONS)).toEqual(plans.map(() => ['update kitchen']));
    expect(new Set(plans.map(({ plan }) => plan.fingerprint)).size).toBe(1);
    const on = await session.plan({ source: sourceOf(site, 'on'), purpose: 'preview' });
    expect(on.plan.fingerprint).not.toBe(plans[0]?.plan.fingerprint);
  });

  it('tells what somebody changed by hand, with the field and both values', async () => {
    const site = await start();
    await synced(site, 'on');
    await site.change('off');
    const session = await openOn(site);
    const { plan } = await session.plan({ source: sourceOf(site, 'on'), purpose: 'drift' });
    expect(plan.changes).toMatchObject([
      { action: 'update', fields: [{ path: expect.arrayContaining([{ key: 'state' }]) as unknown }] },
    ]);
    expect(plan.changes[0]?.fields[0]).toMatchObject({ before: 'off', after: 'on' });
  });

  it('says why it cannot plan, and that is no plan without a change', async () => {
    const site = await start();
    const session = await openOn(site);
    const gone = session.plan({ source: memorySource({ 'other/a': '' }), purpose: 'preview' });
    await expect(gone).rejects.toMatchObject({ name: 'OpsError', code: 'not-found' });
    const wrong = memorySource({ 'site/kitchen.yaml': 'kitchen: [neither' });
    await expect(session.plan({ source: wrong, purpose: 'preview' })).rejects.toMatchObject({
      name: 'OpsError',
      code: 'invalid-source',
    });
  });

  it('says what it reads, and how things stand', async () => {
    const site = await start();
    await synced(site, 'on');
    expect(await site.engine.reads(site.target, sourceOf(site, 'on'))).toContain('site');
    const { objects, unknown } = await (await openOn(site)).inspect();
    expect(objects).toMatchObject([{ subject: { name: 'kitchen' }, health: { status: 'healthy' } }]);
    expect(unknown).toEqual([]);
  });

  it('calls back when somebody changes what it owns, until it is stopped', async () => {
    const site = await start();
    await synced(site, 'on');
    let calls = 0;
    const watch = await site.engine.watch?.(site.target, () => void (calls += 1));
    onTestFinished(() => watch?.stop());
    await site.change('off');
    const seen = await until('it is called', async () => calls > 0 && calls);
    await site.change('on');
    await until('it is called again', async () => calls > seen);
    await watch?.stop();
    const before = calls;
    await site.change('off');
    expect(calls).toBe(before);
  });
});

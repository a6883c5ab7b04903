import { describe, expect, it } from 'vitest';
import { createConfiguration } from '../../../../src/config/repository/configuration.ts';
import { OpsError } from '../../../../src/core/errors.ts';
import type { TargetRef } from '../../../../src/core/refs.ts';
import { type DriftDeps, detectDrift } from '../../../../src/flows/drift/detect-drift.ts';
import { memoryRecords } from '../../../fakes/memory-records.ts';
import { LIGHTS_FORMAT, createLights, press } from '../../../support/lights-engine.ts';
import { memorySource } from '../../../support/memory-source.ts';
import { folderWith } from '../../../support/temp-folder.ts';
import { createDriftWorld } from '../drift-world.ts';

const REPOSITORY = { installation: 1, id: 42, name: 'acme/shop' };
const REF: TargetRef = { repository: REPOSITORY, target: 'production/house' };
const CONFIG = `version: 1
environments:
  production:
    drift: { after: 10m }
    targets: { house: { engine: lights, house: number-9, path: lights } }
`;
const FILES = { '.github/plumbline.yml': CONFIG, 'lights/rooms': 'kitchen on\n' };
const MINUTE = 60_000;

interface Options {
  readonly files?: Readonly<Record<string, string>>;
  readonly readOnly?: string;
  /** GitHub's answer to a new pull request. */
  readonly refusal?: OpsError;
}

/** A target whose light is on in Git and live, in a repository that is looked at for the first time. */
async function start({ files = FILES, readOnly, refusal }: Options = {}) {
  const live = folderWith({ kitchen: 'on' });
  const world = createDriftWorld();
  const records = memoryRecords();
  const heard: string[] = [];
  const commits = await world.deps.mirror.fetch(REPOSITORY, { branches: [] });
  const view = { ...commits, source: async () => memorySource(files) };
  const deps = {
    ...world.deps,
    ...records,
    mirror: { fetch: async () => view },
    ...(refusal !== undefined && {
      driftPulls: { ...world.deps.driftPulls, open: () => Promise.reject(refusal) },
    }),
    repositories: {
      defaultBranch: async () => ({ name: 'main', readAt: 0 }),
      readOnly: async () => readOnly,
    },
    configuration: createConfiguration([LIGHTS_FORMAT]),
    setByServer: () => undefined,
    grants: { limit: (target: object) => target },
    engines: { lights: createLights(live) },
    checks: {
      publish: async (_repository: object, _commit: string, { name, conclusion = 'pending' }: Check) =>
        void heard.push(`${name}: ${conclusion}`),
    },
    watches: { follow: () => void heard.push('watched'), drop: () => void heard.push('dropped') },
    jobs: {
      enqueue: async (queue: string, _of: object, { after = 0 }) => void heard.push(`${queue} in ${after}`),
    },
    previewsTouching: async () => void heard.push('previews'),
    tell: ({ type, ...more }: { type: string; objects?: number; refused?: boolean; deployed?: boolean }) => {
      const { objects, refused, deployed } = more;
      heard.push([type, objects ?? refused ?? deployed].filter((word) => word !== undefined).join(' '));
    },
  } as unknown as DriftDeps;
  const look = async () => {
    heard.length = 0;
    await detectDrift(deps, REF);
    return [...heard];
  };
  return { live, world, records, look, drift: () => records.drifts.find(42, REF.target) };
}

interface Check {
  readonly name: string;
  readonly conclusion?: string;
}

describe('a look for drift', () => {
  it('at a target without a sync that is as in Git counts it as synced, and watches it', async () => {
    const { look, records } = await start();
    expect(await look()).toEqual(
      expect.arrayContaining(['target-looked-at true', 'watched', 'drift-measured 0']) as string[],
    );
    expect(await records.syncs.lastSynced(42, REF.target)).toMatchObject({ state: 'synced', approvers: [] });
  });

  it('at a target that was never deployed says so, and takes nothing for drift', async () => {
    const { look, live, records } = await start();
    press(live, 'kitchen', 'off');
    expect(await look()).toEqual(
      expect.arrayContaining(['target-looked-at false', expect.stringContaining(': neutral')]) as string[],
    );
    expect(await records.syncs.allSynced()).toEqual([]);
  });

  it('records drift, waits as long as is set, and then proposes to revert it', async () => {
    const { look, live, world, drift } = await start();
    await look();
    press(live, 'kitchen', 'off');
    const first = await look();
    expect(first).toEqual(expect.arrayContaining(['drift-measured 1', 'previews']) as string[]);
    expect(first).toContain(`detect-drift in ${10 * MINUTE}`);
    expect(world.pulls.size).toBe(0);
    world.wait(10 * MINUTE);
    // Who asked for previews once is not asked again for the same drift.
    expect(await look()).not.toContain('previews');
    expect(world.pulls.size).toBe(1);
    expect((await drift())?.proposed).toMatchObject({ pull: 1 });
  });

  it('closes what it proposed once live is right again, and forgets the drift', async () => {
    const { look, live, world, drift } = await start();
    await look();
    press(live, 'kitchen', 'off');
    await look();
    world.wait(10 * MINUTE);
    await look();
    press(live, 'kitchen', 'on');
    expect(await look()).toEqual(
      expect.arrayContaining(['drift-measured 0', 'revert-answered false', 'previews']) as string[],
    );
    expect(world.pulls.get(1)?.state).toBe('closed');
    expect(await drift()).toBeUndefined();
  });

  it('that cannot tell is neither drift nor its end: it looks again in a minute', async () => {
    const files: Record<string, string> = { ...FILES };
    const { look, live, drift } = await start({ files });
    await look();
    press(live, 'kitchen', 'off');
    await look();
    files['lights/rooms'] = 'kitchen dimmed\n';
    expect(await look()).toEqual(
      expect.arrayContaining(['drift-unknown', `detect-drift in ${MINUTE}`]) as string[],
    );
    expect(await drift()).toMatchObject({ problem: expect.stringContaining('neither on nor off') as string });
    expect((await drift())?.plan?.changes).toHaveLength(1);
  });

  it('while a sync runs looks at nothing', async () => {
    const { look, live, records } = await start();
    await look();
    press(live, 'kitchen', 'off');
    const sync = { ...REF, environment: 'production', commit: 'c', approvers: [], createdAt: 0 };
    await records.syncs.create({ ...sync, state: 'applying' });
    expect(await look()).toEqual([]);
  });

  it('of a target that is no longer in the configuration ends its watch', async () => {
    const gone = { ...FILES, '.github/plumbline.yml': CONFIG.replace('house:', 'shed:') };
    const { look } = await start({ files: gone });
    expect(await look()).toEqual(['dropped', 'target-forgotten']);
  });

  const refusal = new OpsError({
    code: 'forbidden',
    subject: 'acme/shop',
    message: 'branches are protected',
  });

  it('whose pull request GitHub refuses tells it where people look, once', async () => {
    const { look, live, world, drift } = await start({ refusal });
    await look();
    press(live, 'kitchen', 'off');
    world.wait(20 * MINUTE);
    await look();
    world.wait(20 * MINUTE);
    expect(await look()).toEqual(
      expect.arrayContaining(['revert-answered true', expect.stringContaining(': failure')]) as string[],
    );
    expect((await drift())?.refused?.said).toContain('branches are protected');
    expect((await look()).filter((word) => word.includes('failure'))).toEqual([]);
  });

  it('in a repository in which nothing can be written leaves the drift alone, and says it once', async () => {
    const { look, live, world } = await start({ refusal, readOnly: 'it is archived' });
    await look();
    press(live, 'kitchen', 'off');
    await look();
    world.wait(20 * MINUTE);
    expect(await look()).toContain('drift-left-alone');
    const again = await look();
    expect(again).toContain('revert-answered true');
    expect(again).not.toContain('drift-left-alone');
  });
});

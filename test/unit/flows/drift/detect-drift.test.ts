import { describe, expect, it } from 'vitest';
import { driftCheck } from '../../../../src/report/github/drift-refused.ts';
import { firstDeployCheck } from '../../../../src/report/model/first-deploy.ts';
import { type House, type HouseOptions, CONFIG, TARGET, createHouse, refusal, refuses } from '../house.ts';

const MINUTE = 60_000;
const AGAIN = `job detect-drift 42/${TARGET} in`;
const PREVIEWS = `job refresh 42/${TARGET}`;

/** A look at the target. @param more other deps of the flows than the house's */
const look = (house: House, more: Partial<House['deps']> = {}) =>
  house.run('detect-drift', { repository: house.repository, target: TARGET }, more);

const driftIn = ({ records }: House) => records.drifts.find(42, TARGET);

/** A house that was looked at once: its light is on in Git and live. */
async function known(options?: HouseOptions): Promise<House> {
  const house = createHouse(options);
  await look(house);
  return house;
}

/** A light was put out by hand, and the drift was recorded. */
async function drifted(): Promise<House> {
  const house = await known();
  house.press('kitchen', 'off');
  await look(house);
  return house;
}

describe('a look for drift', () => {
  it('at a target without a sync that is as in Git counts it as synced, and watches it', async () => {
    const house = createHouse();
    expect(await look(house)).toEqual(['target-looked-at deployed', 'watch', 'drift-measured 0']);
    expect(await house.records.syncs.lastSynced(42, TARGET)).toMatchObject({
      state: 'synced',
      approvers: [],
    });
  });

  it('at a target that was never deployed says so, and takes nothing for drift', async () => {
    const house = createHouse({ live: { kitchen: 'off' } });
    expect(await look(house)).toEqual([
      'target-looked-at not deployed',
      `check ${firstDeployCheck(TARGET)} of tip: neutral`,
    ]);
    expect(await house.records.syncs.allSynced()).toEqual([]);
  });

  it('records drift, waits as long as is set, and then proposes to revert it', async () => {
    const house = await known();
    house.press('kitchen', 'off');
    expect(await look(house)).toEqual([
      'target-looked-at deployed',
      'watch',
      'drift-measured 1',
      PREVIEWS,
      `${AGAIN} ${10 * MINUTE}`,
    ]);
    expect(house.pulls.size).toBe(0);
    house.wait(10 * MINUTE);
    // Who asked for previews once is not asked again for the same drift.
    expect(await look(house)).not.toContain(PREVIEWS);
    expect(house.pulls.size).toBe(1);
    expect((await driftIn(house))?.proposed).toMatchObject({ pull: 1 });
  });

  it('closes what it proposed once live is right again, and forgets the drift', async () => {
    const house = await drifted();
    house.wait(10 * MINUTE);
    await look(house);
    house.press('kitchen', 'on');
    expect((await look(house)).slice(2)).toEqual([
      'drift-measured 0',
      'closes #1',
      `removes plumbline/drift/${TARGET}`,
      'revert-answered accepted',
      'revert-answered accepted',
      PREVIEWS,
    ]);
    expect(await driftIn(house)).toBeUndefined();
  });

  it('that cannot tell is neither drift nor its end: it looks again in a minute', async () => {
    const house = await drifted();
    const commit = house.people.push('main', { 'lights/rooms': 'kitchen dimmed\n' });
    await house.records.syncs.create({ ...syncOf(house, commit), state: 'synced' });
    expect((await look(house)).slice(2)).toEqual(['drift-unknown', `${AGAIN} ${MINUTE}`]);
    expect(await driftIn(house)).toMatchObject({
      problem: expect.stringContaining('neither on nor off') as string,
    });
    expect((await driftIn(house))?.plan?.changes).toHaveLength(1);
  });

  it('while a sync runs looks at nothing', async () => {
    const house = await known();
    house.press('kitchen', 'off');
    await house.records.syncs.create({ ...syncOf(house, 'c'.repeat(40)), state: 'applying' });
    expect(await look(house)).toEqual([]);
  });

  it('of a target that is no longer in the configuration ends its watch', async () => {
    const files = { '.github/plumbline.yml': CONFIG.replace('house:', 'shed:') };
    expect(await look(createHouse({ files }))).toEqual(['no watch', 'target-forgotten']);
  });

  it('whose pull request GitHub refuses tells it where people look, once', async () => {
    const house = await drifted();
    const refusing = { driftPulls: { ...house.ports.driftPulls, open: refuses(refusal()) } };
    house.wait(20 * MINUTE);
    const check = `check ${driftCheck(TARGET)} of tip: failure`;
    expect(await look(house, refusing)).toEqual(
      expect.arrayContaining(['revert-answered refused', check]) as string[],
    );
    expect((await driftIn(house))?.refused?.said).toContain('not now');
    expect(await look(house, refusing)).not.toContain(check);
  });

  it('in a repository in which nothing can be written leaves the drift alone, and says it once', async () => {
    const house = await drifted();
    const archived = {
      repositories: { ...house.ports.repositories, readOnly: async () => 'it is archived' },
      driftPulls: { ...house.ports.driftPulls, open: refuses(refusal()) },
    };
    house.wait(20 * MINUTE);
    expect(await look(house, archived)).toContain('drift-left-alone it is archived');
    expect((await look(house, archived)).slice(2)).toEqual(['drift-measured 1', 'revert-answered refused']);
  });
});

function syncOf({ repository }: House, commit: string) {
  return { repository, target: TARGET, environment: 'production', commit, approvers: [], createdAt: 0 };
}

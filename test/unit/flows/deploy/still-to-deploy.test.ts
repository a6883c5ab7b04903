import { expect, it } from 'vitest';
import { readBase } from '../../../../src/flows/configuration/read-base.ts';
import { latestSyncs } from '../../../../src/flows/deploy/latest-syncs.ts';
import { stillToDeploy } from '../../../../src/flows/deploy/still-to-deploy.ts';
import type { SyncRecord } from '../../../../src/ports/records/sync-records.ts';
import { type House, createHouse, deployed, merged, planned } from '../house.ts';

type Row = readonly [
  name: string,
  given: (house: House) => Promise<number>,
  targets: readonly string[] | undefined,
];

const ROWS: readonly Row[] = [
  ['one that passed, and was not begun', merged, ['production/house']],
  ['one that was begun', deployed, undefined],
  [
    'one that nobody approved',
    async (house) => {
      const number = await planned(house);
      house.merge(number);
      return number;
    },
    undefined,
  ],
  [
    'one that touches nothing',
    async (house) => {
      const number = await planned(house, { 'README.md': '' });
      house.merge(number);
      return number;
    },
    undefined,
  ],
  [
    'one of which only an earlier head was planned',
    async (house) => {
      const number = await planned(house);
      house.people.review(number);
      house.people.push('topic', { 'README.md': '' });
      house.merge(number);
      return number;
    },
    undefined,
  ],
];

it.each(ROWS)('what is still to be deployed of a merge: %s', async (_name, given, targets) => {
  const house = createHouse();
  const number = await given(house);
  const base = await readBase(house.deps, house.repository);
  const found = await stillToDeploy(house.deps, house.repository, base.tip, base);
  expect(found && [found.pull.number, found.targets]).toEqual(targets && [number, targets]);
});

it('a commit that is the merge of no pull request has nothing to deploy', async () => {
  const house = createHouse();
  await merged(house);
  const base = await readBase(house.deps, house.repository);
  const [below = ''] = house.git.parents(base.tip);
  expect(await stillToDeploy(house.deps, house.repository, below, base)).toBeUndefined();
});

it('of each target only the last sync counts', () => {
  const sync = (id: number, target: string) => ({ id, target }) as SyncRecord;
  const all = [sync(1, 'a'), sync(2, 'b'), sync(3, 'a')];
  expect(latestSyncs(all).map(({ id }) => id)).toEqual([3, 2]);
  expect(latestSyncs([])).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../../../src/core/sync/state.ts';
import { announceDeployments, concludeDeployment } from '../../../../src/flows/deploy/announce-deployment.ts';
import type { NewSync } from '../../../../src/ports/records/sync-records.ts';
import { type House, createHouse, deployed, planned, refusal, refuses } from '../house.ts';

/** Syncs of one pull request and Deployment: target and state. */
async function withSyncs(house: House, syncs: readonly (readonly [string, SyncState, number?])[]) {
  for (const [target, state, deployment = 5] of syncs) {
    const sync: NewSync = {
      repository: house.repository,
      pull: 1,
      environment: 'production',
      target,
      commit: 'c'.repeat(40),
      approvers: [],
      state,
      deployment,
      createdAt: 1,
    };
    await house.records.syncs.create(sync);
  }
  const all = await house.records.syncs.ofPull(house.pull(1));
  return all[0] as NonNullable<(typeof all)[0]>;
}

type Row = readonly [
  name: string,
  syncs: readonly (readonly [string, SyncState, number?])[],
  heard: readonly unknown[],
];

const ROWS: readonly Row[] = [
  [
    'all of it is live',
    [
      ['p/a', 'synced'],
      ['p/bb', 'synced'],
    ],
    [expect.stringMatching(/success: Live is as \w{7} says, and healthy$/)],
  ],
  [
    'a part has not ended',
    [
      ['p/a', 'synced'],
      ['p/bb', 'verifying'],
    ],
    [],
  ],
  [
    'a part waits',
    [
      ['p/a', 'failed'],
      ['p/bb', 'queued'],
    ],
    [],
  ],
  [
    'a part failed',
    [
      ['p/a', 'synced'],
      ['p/bb', 'failed'],
    ],
    ['deployment is failure: p/bb: failed'],
  ],
  [
    'every other end is named',
    [
      ['p/a', 'degraded'],
      ['p/bb', 'stale'],
    ],
    ['deployment is failure: p/a: degraded, p/bb: stale'],
  ],
  [
    'a later commit is live',
    [
      ['p/a', 'superseded'],
      ['p/bb', 'synced'],
    ],
    ['deployment is success: A later commit was synced first'],
  ],
  [
    'another attempt is another Deployment',
    [
      ['p/a', 'synced'],
      ['p/bb', 'failed', 6],
    ],
    [expect.stringContaining('success')],
  ],
];

describe('the end of a Deployment', () => {
  it.each(ROWS)('%s', async (_name, syncs, heard) => {
    const house = createHouse();
    await concludeDeployment(house.deps, await withSyncs(house, syncs));
    expect(house.heard).toEqual(heard);
  });

  it('is none where none was shown', async () => {
    const house = createHouse();
    const { deployment: _none, ...sync } = await withSyncs(house, [['p/a', 'synced']]);
    await concludeDeployment(house.deps, sync);
    expect(house.heard).toEqual([]);
  });
});

describe('what a merged pull request is told', () => {
  const said = async (house: House) => {
    const all = await house.deps.conversation.comments(house.pull(1));
    return all.filter(({ body }) => body.startsWith('<!-- plumbline:deployment')).map(({ body }) => body);
  };

  it('the state of each environment whose last plan touches a target', async () => {
    const house = createHouse();
    await deployed(house);
    expect(await said(house)).toEqual([expect.stringContaining('production')]);
  });

  it('why nothing is deployed, where no sync was begun', async () => {
    const house = createHouse();
    house.merge(await planned(house));
    await announceDeployments(house.deps, house.pull(1));
    expect(await said(house)).toEqual([expect.stringContaining('Nothing was applied:')]);
  });

  it('nothing where its plans touch nothing', async () => {
    const house = createHouse();
    house.merge(await planned(house, { 'README.md': '' }));
    await announceDeployments(house.deps, house.pull(1));
    expect(await said(house)).toEqual([]);
  });

  it.each([
    ['a refusal that may pass', refusal('unreachable', { retryable: true })],
    ['a refusal of the App itself', refusal('unauthorized')],
    ['a bug', new Error('a bug')],
  ])('%s is not taken for a locked conversation', async (_name, error) => {
    const house = createHouse();
    await deployed(house);
    const conversation = { ...house.deps.conversation, keep: refuses(error) };
    await expect(announceDeployments({ ...house.deps, conversation }, house.pull(1))).rejects.toThrow(
      error.message,
    );
  });
});

import { expect, it } from 'vitest';
import { OpsError } from '../../../../src/core/errors.ts';
import { type SyncState, isEnded } from '../../../../src/core/sync/state.ts';
import { type SyncTargetDeps, syncTarget } from '../../../../src/flows/deploy/sync-target.ts';
import type { DomainEvent } from '../../../../src/ports/events.ts';
import type { SyncRecord } from '../../../../src/ports/records/sync-records.ts';

const JOB = { signal: new AbortController().signal, attempt: 1, last: false };
const RECORD: SyncRecord = {
  id: 7,
  repository: { id: 42, installation: 1, name: 'acme/shop' },
  environment: 'production',
  target: 'production/shop',
  commit: 'c'.repeat(40),
  approvers: [],
  state: 'queued',
  createdAt: 1,
  updatedAt: 1,
};

/** A sync in a state, of a repository that cannot be read for this reason; and how it was counted, attempt by attempt. */
function attempts(state: SyncState, refusal: OpsError) {
  let record: SyncRecord = { ...RECORD, state };
  const counted: string[] = [];
  const deps = {
    syncs: {
      read: async () => record,
      unfinished: async () => [],
      told: async () => undefined,
      lastSynced: async () => RECORD,
      update: async (_id: number, patch: Partial<SyncRecord>) => (record = { ...record, ...patch }),
    },
    repositories: { defaultBranch: () => Promise.reject(refusal) },
    mirror: { fetch: () => Promise.reject(refusal) },
    clock: { now: () => 5 },
    checks: { publish: async () => undefined },
    jobs: { enqueue: async () => undefined },
    announce: async () => undefined,
    tell: (event: DomainEvent) => {
      if (event.type === 'sync-ended') counted.push(event.sync.state);
    },
  } as unknown as SyncTargetDeps;
  return { counted, attempt: () => syncTarget(deps, 7, JOB), state: () => record.state };
}

const refused = (retryable: boolean) =>
  new OpsError({ code: 'forbidden', subject: 'acme/shop', message: 'it cannot be read', retryable });

it('a sync that ends is counted once, however often its job is run', async () => {
  const { counted, attempt } = attempts('queued', refused(false));
  await attempt();
  await attempt();
  expect(counted).toEqual(['failed']);
});

it('one that is tried again is not counted before it ends', async () => {
  const { counted, attempt, state } = attempts('applying', refused(true));
  await expect(attempt()).rejects.toThrow('it cannot be read');
  expect([counted, isEnded(state())]).toEqual([[], false]);
});

it.each<SyncState>(['synced', 'stale', 'superseded'])(
  'one that is %s already is not counted again',
  async (state) => {
    const { counted, attempt } = attempts(state, refused(false));
    await attempt();
    expect(counted).toEqual([]);
  },
);

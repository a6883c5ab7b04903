import { describe, expect, it } from 'vitest';
import { type ReceiveDeps, receive } from '../../../src/flows/receive.ts';
import type { RepositoryEvent, Webhook } from '../../../src/ports/webhook-event.ts';

const REPOSITORY = { installation: 1, id: 2, name: 'acme/shop' };

/** What becomes of one delivery. */
async function received(webhook: Webhook, more: Partial<ReceiveDeps> = {}): Promise<string[]> {
  const seen: string[] = [];
  const deps: ReceiveDeps = {
    deliveries: {
      read: async () => ({ event: 'push', payload: '{}' }) as never,
      claim: async () => true,
      finish: async () => void seen.push('finished'),
    },
    readEvent: () => webhook,
    jobs: { enqueue: async (queue, _data, { key }) => void seen.push(`${queue} ${key}`) },
    approvals: {
      save: async ({ user, fingerprint, at }) => void seen.push(`${user} approves ${fingerprint} at ${at}`),
    },
    syncs: { allSynced: async () => [] },
    clock: { now: () => 5 },
    knows: ({ name }) => name === 'acme/shop',
    tell: (event) => {
      if (event.type === 'delivery-ignored') seen.push([event.reason, event.repository].join(' ').trim());
    },
    ...more,
  };
  await receive(deps, 'd');
  return seen;
}

const of = (...events: RepositoryEvent[]): Webhook => ({ repository: REPOSITORY, events });

describe('a delivery', () => {
  it('is done once its jobs are enqueued', async () => {
    expect(await received(of({ type: 'merged', pull: 7 }))).toEqual(['deploy 2#7', 'finished']);
    expect(await received({ installed: true })).toEqual(['reconcile all', 'finished']);
  });

  it('of a repository that the server does not know is ignored, whatever it says', async () => {
    const other = { ...REPOSITORY, name: 'acme/other' };
    const said = ['unknown-repository acme/other', 'finished'];
    expect(await received({ repository: other, events: [{ type: 'pushed' }] })).toEqual(said);
    expect(await received({ repository: other, events: 'malformed' })).toEqual(said);
  });

  it('that is malformed is ignored, and one of no interest is done', async () => {
    expect(await received({ repository: REPOSITORY, events: 'malformed' })).toEqual([
      'malformed acme/shop',
      'finished',
    ]);
    expect(await received({ ignored: 'malformed' })).toEqual(['malformed', 'finished']);
    expect(await received({ ignored: 'other' })).toEqual(['finished']);
  });

  it('of a press keeps the approval before anything is decided', async () => {
    const reference = { pull: 7, environment: 'production', fingerprint: 'f', shownAt: 3 };
    const press = { type: 'pressed', button: 'approve', by: 'bob', reference } as const;
    expect(await received(of(press))).toEqual(['bob approves f at 5', 'decide 2#7', 'finished']);
  });

  it('of a comment that was followed already leads to nothing', async () => {
    const deliveries = {
      read: async () => ({ event: 'x', payload: '{}' }) as never,
      finish: async () => undefined,
    };
    const again = { deliveries: { ...deliveries, claim: async () => false } };
    expect(await received(of({ type: 'commented', pull: 7, comment: 9 }), again)).toEqual([]);
  });
});

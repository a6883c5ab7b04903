import { describe, expect, it } from 'vitest';
import { TIP } from '../../../src/core/gate/tip.ts';
import { jobsFor } from '../../../src/flows/jobs-for.ts';
import type { RepositoryEvent } from '../../../src/ports/webhook-event.ts';

const REPOSITORY = { installation: 1, id: 2, name: 'acme/shop' };
const HEAD = 'a'.repeat(40);
const pressed = (button: 'approve' | 'plan', reference: object): RepositoryEvent => ({
  type: 'pressed',
  button,
  by: 'bob',
  reference: { pull: 7, ...reference },
});
const shown = { environment: 'production', fingerprint: 'f', shownAt: 5 };

/** What each event is a reason for: queue, key. */
const CASES: readonly (readonly [name: string, event: RepositoryEvent, jobs: readonly string[]])[] = [
  ['a proposal is planned', { type: 'proposed', pull: 7 }, ['preview 2#7']],
  ['a merge is deployed', { type: 'merged', pull: 7 }, ['deploy 2#7']],
  ['a closed one is decided about', { type: 'left', pull: 7 }, ['decide 2#7']],
  ['a review is decided about, in the queue too', { type: 'reviewed', pull: 7 }, ['decide 2#7', 'queue 2']],
  ['a comment may be a command', { type: 'commented', pull: 7, comment: 9 }, ['command 9']],
  [
    'an edited comment is looked at again, and is no command',
    { type: 'edited', pull: 7, comment: 9 },
    ['decide 2#7', 'queue 2', 'command 9/edited'],
  ],
  ['an approval by the button is decided about', pressed('approve', shown), ['decide 2#7']],
  ['a button without a plan plans again', pressed('approve', {}), ['preview 2#7', 'queue 2']],
  ['"Re-run" plans a pull request again', pressed('plan', shown), ['preview 2#7', 'queue 2']],
  [
    'U51: "Re-run" of the branch’s check looks at the configuration again: it is of no pull request',
    pressed('plan', { pull: TIP.pull }),
    ['configuration 2'],
  ],
  ['so does its button', pressed('approve', { ...shown, pull: TIP.pull }), ['configuration 2']],
  [
    '"Re-run all checks" plans every pull request of the commit',
    { type: 'rerun', commit: HEAD },
    [`refresh 2@${HEAD}`, 'queue 2'],
  ],
  ['an entry of the merge queue is looked at', { type: 'queued' }, ['queue 2']],
  [
    'a push to the default branch compares live with it',
    { type: 'pushed' },
    ['configuration 2', 'refresh 2/moved', 'detect-drift 2/production/shop'],
  ],
];

describe('what an event leads to', () => {
  it.each(CASES)('%s', (_name, event, jobs) => {
    const found = jobsFor(REPOSITORY, event, ['production/shop']);
    expect(found.map(({ queue, key }) => `${queue} ${key}`)).toEqual(jobs);
  });

  it('names the head, not the commit, where a commit is planned again', () => {
    const [refresh] = jobsFor(REPOSITORY, { type: 'rerun', commit: HEAD }, []);
    expect(refresh?.data).toEqual({ repository: REPOSITORY, head: HEAD });
  });
});

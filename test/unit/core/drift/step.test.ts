import { describe, expect, it } from 'vitest';
import { type DriftFacts, type DriftStep, nextDriftStep } from '../../../../src/core/drift/step.ts';

const FACTS: DriftFacts = { branch: 'free', recorded: false, same: false, now: 1000 };
const OPEN: Partial<DriftFacts> = { pull: { state: 'open' }, branch: 'ours', same: true };
const CLOSED: Partial<DriftFacts> = { pull: { state: 'closed', closedAt: 500 }, branch: 'ours', same: true };

const ROWS: readonly [string, Partial<DriftFacts>, DriftStep][] = [
  ['there is nothing yet', {}, { do: 'propose' }],
  ['its branch was made, and we were stopped', { branch: 'ours' }, { do: 'propose' }],
  ['somebody has the branch already', { branch: 'others' }, { do: 'beside' }],
  ['it is open', OPEN, { do: 'propose' }],
  ['it is open, and the drift is another one', { ...OPEN, same: false }, { do: 'propose' }],
  ['somebody pushed to it', { ...OPEN, branch: 'others' }, { do: 'beside' }],
  ['its branch was deleted', { ...OPEN, branch: 'free' }, { do: 'propose' }],
  ['it is merged', { ...OPEN, pull: { state: 'merged' }, recorded: true }, { do: 'rest' }],
  [
    'it is merged, and the drift is another one by now',
    { ...OPEN, pull: { state: 'merged' }, same: false },
    { do: 'propose' },
  ],
  ['nothing is known of a record that is there', { recorded: true }, { do: 'rest' }],
  ['somebody else merged the same record', { ...OPEN, recorded: true }, { do: 'propose' }],
  ['somebody closed it', CLOSED, { do: 'leave' }],
  ['somebody closed it and deleted its branch', { ...CLOSED, branch: 'free' }, { do: 'leave' }],
  ['somebody pushed to it and closed it', { ...CLOSED, branch: 'others' }, { do: 'leave' }],
  ['somebody closed it, and the drift is another one', { ...CLOSED, same: false }, { do: 'propose' }],
  [
    'somebody pushed to it and closed it, and the drift is another one',
    { ...CLOSED, branch: 'others', same: false },
    { do: 'beside' },
  ],
  ['somebody closed it a while ago', { ...CLOSED, again: 501 }, { do: 'leave', until: 1001 }],
  ['somebody closed it long ago', { ...CLOSED, again: 500 }, { do: 'propose' }],
  [
    'somebody closed it, GitHub says not when',
    { ...CLOSED, pull: { state: 'closed' }, again: 1 },
    { do: 'leave' },
  ],
];

describe('what follows from drift', () => {
  it.each(ROWS)('U45, U46: when %s', (_when, facts, step) => {
    expect(nextDriftStep({ ...FACTS, ...facts })).toEqual(step);
  });
});

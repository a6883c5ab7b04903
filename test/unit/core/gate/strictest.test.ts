import { describe, expect, it } from 'vitest';
import { type Say, strictest } from '../../../../src/core/gate/strictest.ts';

const say = (verdict: Say['verdict'], more: Partial<Say> = {}): Say => ({
  verdict,
  held: false,
  merged: false,
  shown: true,
  ...more,
});

const fork = say('pending', { held: true, shown: false });

describe('whose verdict stands in the check of a commit', () => {
  it.each<[string, readonly Say[], Say | undefined]>([
    ['nobody', [], undefined],
    ['U3: the strictest of two', [say('approved'), say('pending')], say('pending')],
    ['U3: blocked before pending', [say('pending'), say('blocked')], say('blocked')],
    ['U3: what changes nothing lets nothing else pass', [say('skipped'), say('pending')], say('pending')],
    [
      'what is still to be shown, of equal ones',
      [say('pending'), say('pending', { shown: false })],
      say('pending', { shown: false }),
    ],
    ['U3, U8: a fork that nobody let in cannot block', [fork, say('approved')], say('approved')],
    ['U8: it waits where it is alone', [fork], fork],
    [
      'U3: an open one before a merged one',
      [say('blocked', { merged: true }), say('approved')],
      say('approved'),
    ],
    [
      'U3: a merged one, beside a fork that nobody let in',
      [fork, say('pending', { merged: true })],
      say('pending', { merged: true }),
    ],
  ])('%s', (_name, all, expected) => {
    expect(strictest(all)).toEqual(expected);
  });
});

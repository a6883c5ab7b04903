import { describe, expect, it } from 'vitest';
import { inForceAt } from '../../../../src/core/configuration/in-force-at.ts';

const FIRST = { name: 'first', since: 1000 };
const SECOND = { name: 'second', since: 10_000, settledAt: 12_000 };
const UNSETTLED = { name: 'second', since: 10_000 };

describe('what was in force when it was merged', () => {
  it.each<[string, readonly { name: string; since: number; settledAt?: number }[], number, string[]]>([
    ['before anything was known: what was found then', [FIRST, SECOND], 500, ['first']],
    ['U2: before the second one came', [FIRST, SECOND], 9000, ['first']],
    ['U2: in the second in which it was looked for, both', [FIRST, SECOND], 10_000, ['first', 'second']],
    ['U2: while it came, both', [FIRST, SECOND], 11_000, ['first', 'second']],
    ['U2: in the second in which it had come, both', [FIRST, SECOND], 12_000, ['first', 'second']],
    ['U2: after it had come', [FIRST, SECOND], 13_000, ['second']],
    ['U2: where nobody could tell when it had come, both', [FIRST, UNSETTLED], 13_000, ['first', 'second']],
    ['U2: and long after, that one', [FIRST, UNSETTLED], 10_000_000, ['second']],
  ])('%s', (_name, all, at, expected) => {
    expect(inForceAt(all, at).map(({ name }) => name)).toEqual(expected);
  });
});

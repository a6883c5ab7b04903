import { describe, expect, it } from 'vitest';
import { isLetInBy } from '../../../../src/core/gate/let-in.ts';

const ONE = `abc1234${'0'.repeat(33)}`;
/** The same seven digits: easily made by trying. */
const TWIN = `abc1234${'f'.repeat(33)}`;
const asked = (head: string, shownAt?: number) => ({ head, ...(shownAt !== undefined && { shownAt }) });

describe('who says ok to a fork', () => {
  it.each<[string, readonly { head: string; shownAt?: number }[], string, string, number, boolean]>([
    ['U8: names the head that was asked about', [asked(ONE, 1000)], ONE, 'abc1234', 2000, true],
    ['U8: in whatever case', [asked(ONE, 1000)], ONE, 'ABC1234', 2000, true],
    ['U8: names another one', [asked(ONE, 1000)], ONE, 'abc1235', 2000, false],
    ['U8: names too few digits', [asked(ONE, 1000)], ONE, 'abc123', 2000, false],
    ['U8: said it before it was asked', [asked(ONE, 2000)], ONE, 'abc1234', 1000, false],
    ['U8: said it in the second in which it was asked', [asked(ONE, 2000)], ONE, 'abc1234', 2000, false],
    ['U8: said it of what was never on show', [asked(ONE)], ONE, 'abc1234', 2000, false],
    [
      'U8: had one head before them, and a twin is pushed after',
      [asked(ONE, 1000), asked(TWIN, 3000)],
      TWIN,
      'abc1234',
      2000,
      false,
    ],
    [
      'U8: had both before them, and meant one',
      [asked(ONE, 1000), asked(TWIN, 1000)],
      TWIN,
      'abc1234',
      2000,
      false,
    ],
    [
      'U8: had both before them, and says which',
      [asked(ONE, 1000), asked(TWIN, 1000)],
      TWIN,
      'abc1234f',
      2000,
      true,
    ],
    ['U8: was asked about another head only', [asked(ONE, 1000)], TWIN, 'abc1234', 2000, false],
  ])('%s', (_name, all, head, named, at, expected) => {
    expect(isLetInBy(all, head, named, at)).toBe(expected);
  });
});

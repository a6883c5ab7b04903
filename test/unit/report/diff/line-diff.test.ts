import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hunkLines } from '../../../../src/report/diff/hunks.ts';
import { changedLines, compareLines } from '../../../../src/report/diff/line-diff.ts';
import { sampleField } from '../samples.ts';

const side = (all: ReturnType<typeof compareLines>, sign: '-' | '+') =>
  all.filter((line) => line.sign === ' ' || line.sign === sign).map(({ text }) => text);

describe('two texts, line by line', () => {
  it('both are in what is shown, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', 'e', 'f'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (old, fresh) => {
        const all = compareLines(old, fresh);
        expect(side(all, '-')).toEqual(old);
        expect(side(all, '+')).toEqual(fresh);
      }),
      { numRuns: 500 },
    );
  });

  it('one line that is another one is one line out and one in', () => {
    const old = Array.from({ length: 1000 }, (_, i) => `line ${i}`);
    const shown = changedLines(compareLines(old, old.with(500, 'x')), 1);
    expect(shown.map(({ sign }) => sign).join('')).toBe(' -+ ');
  });

  /** An algorithm whose work grows with the square takes minutes for any of these: longer than a test may. */
  it.each([
    ['a few lines differ', 10_000, (line: string, i: number) => (i % 997 === 0 ? `${line}x` : line)],
    ['a few lines of more differ', 40_000, (line: string, i: number) => (i % 997 === 0 ? `${line}x` : line)],
    ['every line differs', 40_000, (line: string) => `${line}x`],
    ['lines repeat', 40_000, (_line: string, i: number) => `line ${(i * i) % 11}`],
    ['lines are in another order', 40_000, (_line: string, i: number, all: string[]) => all.at(-i) ?? ''],
  ])('J5: %s, of %i', (_name, count, edit) => {
    const old = Array.from({ length: count }, (_, i) => `line ${(i * 7919) % count}`);
    const fresh = old.map(edit);
    const lines = hunkLines([sampleField('data.text', old.join('\n'), fresh.join('\n'))], 'short');
    expect(lines.length).toBeGreaterThan(20);
  });
});

import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../bench/outcome.ts';
import type { Row } from '../../../bench/rows.ts';
import { rotated } from '../../../bench/scenario.ts';
import { ratiosOf, spreadOf } from '../../../bench/statistics.ts';
import { tableOf } from '../../../bench/table.ts';
import type { Figures } from '../../../bench/tools.ts';
import { between } from '../../../bench/write.ts';

function figures(milliseconds: number, more: Partial<Figures> = {}): Figures {
  return {
    milliseconds,
    peakMiB: 40,
    requests: 10,
    writing: undefined,
    asking: undefined,
    objects: 1,
    ...more,
  };
}

const ROW: Row = {
  title: 'First plan',
  scenario: 'changed',
  measure: 'first',
  goals: [
    { peer: 'kubectl diff', measure: 'kubectl', ratio: 12 },
    { peer: 'bare, asking alone', measure: 'bare', ratio: 0.85, only: 'asking' },
  ],
  memory: 50,
};

describe('what was measured', () => {
  it('is told by its middle and how far it reaches', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
    expect(spreadOf([4, 2])).toEqual({ median: 3, min: 2, max: 4 });
    expect(() => spreadOf([])).toThrow('nothing was measured');
  });

  it('is compared run by run', () => {
    expect(ratiosOf([10, 40], [1, 2])).toEqual({ median: 15, min: 10, max: 20 });
  });

  it('starts with another tool in each run', () => {
    expect([0, 1, 2, 3].map((turn) => rotated(['a', 'b', 'c'], turn).join(''))).toEqual([
      'abc',
      'bca',
      'cab',
      'abc',
    ]);
  });
});

describe('the table', () => {
  const found = {
    changed: {
      first: [figures(100, { asking: 100, peakMiB: 60 }), figures(120, { asking: 100 })],
      kubectl: [figures(1000), figures(1200)],
      bare: [figures(10, { asking: 90 }), figures(10, { asking: 90 })],
    },
  };
  const outcome = outcomeOf(ROW, found);

  it('marks each goal that was missed, of time as of memory', () => {
    const [, , first, second] = tableOf(outcome === undefined ? [] : [outcome]).split('\n');
    expect(first).toBe(
      '| First plan | 0.11 s (0.10–0.12) | kubectl diff | 1.10 s (1.00–1.20) | 10.0× (10.0–10.0) (≥ 12) **missed** | 10 : 10 | 60 (< 50) **missed** : 40 |',
    );
    expect(second).toContain('0.90× (0.90–0.90) (≥ 0.85) |');
  });

  it('leaves out what was not measured', () => {
    expect(outcomeOf({ ...ROW, scenario: 'large' }, found)).toBeUndefined();
    expect(outcome?.comparisons).toHaveLength(2);
  });

  it('replaces what is between its markers, and nothing else', () => {
    const [begin, end] = ['<!-- begin: npm run bench -->', '<!-- end: npm run bench -->'];
    expect(between(`a\n${begin}\nold\n${end}\nb`, 'new')).toBe(`a\n${begin}\n\nnew\n\n${end}\nb`);
    expect(() => between('a', 'new')).toThrow('Put them back');
  });
});

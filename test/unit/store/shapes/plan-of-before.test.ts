import { describe, expect, it } from 'vitest';
import { endOfBefore, planOfBefore } from '../../../../src/store/shapes/plan-of-before.ts';

const REST = { target: 'production/shop', source: 'main', unchanged: 2, warnings: [], fingerprint: 'f' };
const BEFORE = { ...REST, cluster: 'prod', renderer: 'helm v4', changes: [], unknown: [] };
const NOW = { ...REST, destination: 'prod', tools: ['helm v4'], changes: [], unknown: [] };

describe('a plan of version 1', () => {
  it('has today’s form, and the fingerprint that was approved', () => {
    expect(planOfBefore(BEFORE)).toEqual(NOW);
  });

  it('without a tool has none', () => {
    const { renderer: _renderer, ...plain } = BEFORE;
    expect(planOfBefore(plain)).toMatchObject({ tools: [] });
  });

  it('is found in the end of a stale sync', () => {
    const stale = { kind: 'ended', report: { status: 'stale', approved: 'a' } };
    expect(endOfBefore({ ...stale, report: { ...stale.report, plan: BEFORE } })).toEqual({
      ...stale,
      report: { ...stale.report, plan: NOW },
    });
    const words = { kind: 'words', text: 'stale' };
    expect(endOfBefore(words)).toEqual(words);
  });
});

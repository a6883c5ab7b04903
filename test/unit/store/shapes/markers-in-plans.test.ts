import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json/json.ts';
import { Mask, Undetermined, maskedText } from '../../../../src/core/json/marker.ts';
import { treeOf } from '../../../../src/core/json/tree-json.ts';
import {
  endWithMarkers,
  targetWithMarkers,
  withMarkers,
} from '../../../../src/store/shapes/markers-in-plans.ts';
import { KEPT_PLAN, type KeptPlan } from '../../../../src/store/shapes/plan-shape.ts';

const M = '(masked 0123456789ab)';
const MASK = new Mask('0123456789ab');
const UNSTABLE = '(another private key each time it is rendered)';

/** As version 2 has written it. */
const CHANGE = {
  id: { group: '', kind: 'Secret', namespace: 'shop', name: 'db' },
  action: 'update',
  fields: [
    { path: [{ key: 'data' }, { key: M }, { entry: { '': M } }], before: M, after: `a ${M}${M}\n` },
    { path: [{ key: 'tls' }], after: { list: [UNSTABLE, 9007199254740993n], $plumbline: 'x' } },
  ],
  before: { data: { [M]: M } },
  after: { data: { plain: '(masked) (masked 0)' } },
  marks: [{ level: 'note', text: `it says ${M}` }],
} satisfies JsonObject;
const OLD = {
  target: 'production/shop',
  changes: [CHANGE],
  hooks: [{ phase: 'before', object: { env: UNSTABLE } }],
  unchanged: 3,
  unknown: [],
  warnings: [`was ${M}`],
  fingerprint: 'f'.repeat(32),
} satisfies JsonObject;

const READ_CHANGE = {
  ...CHANGE,
  fields: [
    {
      path: [{ key: 'data' }, { key: M }, { entry: { '': MASK } }],
      before: MASK,
      after: maskedText(['a ', MASK, MASK, '\n']),
    },
    {
      path: [{ key: 'tls' }],
      after: { list: [new Undetermined('private key'), 9007199254740993n], $plumbline: 'x' },
    },
  ],
  before: { data: { [M]: MASK } },
};
const READ = {
  ...OLD,
  changes: [READ_CHANGE],
  hooks: [{ phase: 'before', object: { env: new Undetermined('private key') } }],
  outdated: true,
};

const stored = (upgrade: (old: Json) => Json, old: Json) => treeOf(upgrade(old));

describe('what an earlier version stored is read with markers in the place of its words', () => {
  it('a plan, which is outdated', () => {
    expect(stored(withMarkers, OLD)).toStrictEqual(READ);
  });

  it('the changes of the preview of a target', () => {
    const failed = { status: 'failed', target: 'b', code: 'unreachable', message: M };
    expect(stored(targetWithMarkers, failed)).toStrictEqual(failed);
    const planned = { status: 'planned', target: 'a', yours: [{ own: CHANGE }], drifted: [], adopted: [] };
    expect(stored(targetWithMarkers, planned)).toStrictEqual({ ...planned, yours: [{ own: READ_CHANGE }] });
  });

  it('the end of a sync', () => {
    const stale = { kind: 'ended', report: { status: 'stale', approved: 'a', plan: OLD } };
    expect(stored(endWithMarkers, stale)).toStrictEqual({
      ...stale,
      report: { ...stale.report, plan: READ },
    });
    for (const other of [
      { kind: 'refused', reason: M },
      { kind: 'ended', report: { status: 'synced', remaining: [M] } },
    ])
      expect(stored(endWithMarkers, other)).toStrictEqual(other);
  });

  it('a plan of this version is read as it was written', () => {
    const plan = { ...READ, outdated: undefined } as unknown as KeptPlan;
    expect(KEPT_PLAN.read(KEPT_PLAN.write(plan))).toEqual(plan);
    expect(KEPT_PLAN.read(KEPT_PLAN.write(plan))).not.toHaveProperty('outdated');
  });
});

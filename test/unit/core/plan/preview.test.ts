import { describe, expect, it } from 'vitest';
import type { Change, FieldChange } from '../../../../src/core/change/change.ts';
import { describePath } from '../../../../src/core/json/pointer.ts';
import { fingerprintOf } from '../../../../src/core/plan/fingerprint.ts';
import { planDifferences } from '../../../../src/core/plan/plan-differences.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { previewOf } from '../../../../src/core/plan/preview.ts';

const subject = { kind: 'apps/Deployment', scope: 'shop', name: 'web' };
const field = (key: string, before: number, after: number): FieldChange => ({
  path: [{ key }],
  before,
  after,
});
const update = (...fields: FieldChange[]): Change => ({
  subject,
  action: 'update',
  fields,
  before: Object.fromEntries(fields.map((f) => [describePath(f.path), f.before ?? null])),
  after: Object.fromEntries(fields.map((f) => [describePath(f.path), f.after ?? null])),
  marks: [],
});
const plan = (...changes: Change[]): Plan => {
  const named = { target: 'production/shop', destination: 'prod', tools: [], changes };
  return {
    ...named,
    source: 's',
    unchanged: 0,
    unknown: [],
    warnings: [],
    fingerprint: fingerprintOf(named),
  };
};
const names = (changes: readonly Change[]) =>
  changes.map((c) => c.fields.map((f) => describePath(f.path)).join(','));

describe('preview', () => {
  it('a change that the base has as well has drifted; the rest is yours', () => {
    const base = plan(update(field('replicas', 5, 3)));
    const { yours, drifted, adopted } = previewOf(
      base,
      plan(update(field('replicas', 5, 3), field('image', 1, 2))),
    );
    expect([names(yours), names(drifted), names(adopted)]).toEqual([['image'], ['replicas'], []]);
  });

  it('a drifted field that the proposal changes otherwise is yours', () => {
    const { yours, drifted } = previewOf(
      plan(update(field('replicas', 5, 3))),
      plan(update(field('replicas', 5, 4))),
    );
    expect([names(yours), names(drifted)]).toEqual([['replicas'], []]);
  });

  it('drift that the proposal writes into the source is adopted', () => {
    const { yours, drifted, adopted } = previewOf(plan(update(field('replicas', 5, 3))), plan());
    expect([names(yours), names(drifted), names(adopted)]).toEqual([[], [], ['replicas']]);
  });

  it('a deletion that only the proposal brings is yours', () => {
    const gone: Change = { subject, action: 'delete', fields: [], before: { a: 1 }, marks: [] };
    expect(previewOf(plan(), plan(gone)).yours).toEqual([gone]);
    expect(previewOf(plan(gone), plan(gone)).drifted).toEqual([gone]);
  });

  it('nothing is drift where there is no base', () => {
    expect(names(previewOf(undefined, plan(update(field('a', 1, 2)))).yours)).toEqual(['a']);
  });
});

describe('fingerprint', () => {
  const one = plan(update(field('image', 1, 2)));

  it('is 128 bits in hexadecimal, whatever the order of the changes', () => {
    const other: Change = { ...update(field('a', 1, 2)), subject: { ...subject, name: 'api' } };
    const [first = update()] = one.changes;
    expect(one.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(plan(first, other).fingerprint).toBe(plan(other, first).fingerprint);
  });

  it('stays when only the source, the marks or the writer differ', () => {
    const [first = update()] = one.changes;
    const marked: Change = {
      ...first,
      marks: [{ level: 'note', text: 'x' }],
      origin: { file: 'a', line: 1 },
    };
    expect(plan(marked).fingerprint).toBe(one.fingerprint);
  });

  it.each([
    ['the live value', plan(update(field('image', 0, 2)))],
    ['the predicted value', plan(update(field('image', 1, 3)))],
    ['the action', plan({ ...update(field('image', 1, 2)), action: 'replace' })],
    ['the object', plan({ ...update(field('image', 1, 2)), subject: { ...subject, scope: 'other' } })],
    ['an additional change', plan(...one.changes, { ...update(), subject: { ...subject, name: 'api' } })],
  ])('changes with %s', (_what, other) => {
    expect(other.fingerprint).not.toBe(one.fingerprint);
  });

  it('changes with the target and the cluster', () => {
    const { changes } = one;
    const named = { target: one.target, destination: one.destination, tools: one.tools, changes };
    expect(fingerprintOf({ ...named, target: 'staging/shop' })).not.toBe(one.fingerprint);
    expect(fingerprintOf({ ...named, destination: 'other' })).not.toBe(one.fingerprint);
  });
});

describe('a stale plan says what differs', () => {
  it('names objects and fields', () => {
    const api: Change = { ...update(field('a', 1, 2)), subject: { ...subject, name: 'api' } };
    const approved = plan(update(field('image', 1, 2)), api);
    const found = plan(update(field('image', 9, 2)));
    expect(planDifferences(approved, found)).toEqual([
      'update apps/Deployment shop/web: changed since the approval: image',
      'update apps/Deployment shop/api: approved, and no longer needed',
    ]);
    expect(planDifferences(found, approved)).toContain(
      'update apps/Deployment shop/api: not in the approved plan',
    );
    expect(planDifferences(approved, approved)).toEqual([]);
  });
});

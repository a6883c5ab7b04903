import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../../../src/core/change/change.ts';
import { compare } from '../../../src/core/change/compare.ts';
import type { JsonObject, Tree } from '../../../src/core/json/json.ts';
import { Mask } from '../../../src/core/json/marker.ts';
import { textAt } from '../../../src/core/json/read-json.ts';
import { shown } from '../../../src/core/json/shown.ts';
import { fingerprintOf } from '../../../src/core/plan/fingerprint.ts';
import { isEmpty } from '../../../src/core/plan/plan.ts';
import { previewOf } from '../../../src/core/plan/preview.ts';
import { createMasker } from '../../../src/core/secrets/mask.ts';
import { hunkLines } from '../../../src/report/diff/hunks.ts';
import { pullComment } from '../../../src/report/github/pull-comment.ts';
import { planJson, previewJson } from '../../../src/report/json.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { previewText } from '../../../src/report/terminal/text.ts';
import { decision } from './gate-samples.ts';
import { change, plan } from './samples.ts';

const TOKEN = `ghp_${'aB3dE5gH7j'.repeat(4).slice(0, 36)}`;
const subject = { kind: 'ConfigMap', scope: 'shop', name: 'copy' };
const masker = createMasker({ key: 'k'.repeat(32), objects: [] });
const treeOf = (data: JsonObject) => masker.object('/ConfigMap shop/copy', { kind: 'ConfigMap', data });

/** The texts that a reader of a plan has before them, and can copy. */
function copied(data: JsonObject): JsonObject {
  return (shown(treeOf(data)) as { data: JsonObject })['data'];
}

function planOf(live: JsonObject, declared: JsonObject) {
  const [before, after] = [treeOf(live), treeOf(declared)];
  const fields = compare(before, after, { fields: new Map() });
  return plan(fields.length === 0 ? [] : [change({ subject, fields, before, after })]);
}

const SECRETS: readonly (readonly [string, JsonObject])[] = [
  ['a value', { note: TOKEN }],
  ['a part of a text', { url: 'redis://:a-password@r' }],
  ['a line of a text', { 'app.conf': `a: b\nauth: ${TOKEN}\nc: d\n` }],
  ['a value of a name', { password: 'hunter2' }],
  ['a key', { [TOKEN]: 'x' }],
  ['an entry of a list', { list: [TOKEN, 'x'] }],
];

describe('an author who writes what a mask looks like in the place of the secret', () => {
  it.each(SECRETS)('makes a change of it: %s', (_what, live) => {
    const forged = copied(live);
    expect(JSON.stringify(forged)).toMatch(/\(masked [0-9a-f]{12}\)/);
    const found = planOf(live, forged);
    expect(isEmpty(found)).toBe(false);
    expect(found.fingerprint).not.toBe(planOf(live, live).fingerprint);
  });

  it.each(SECRETS)('shows it as something else: %s', (_what, live) => {
    const preview = previewOf(plan([]), planOf(live, copied(live)));
    const targets = [{ environment: 'production', preview }];
    const comment = pullComment([{ environment: 'production', decision: decision({}), targets: [preview] }]);
    const texts = [comment, previewText({ base: 'a', proposed: 'b', targets }, PLAIN)];
    for (const text of texts) {
      const [gone, come] = ['-', '+'].map((sign) =>
        text.split('\n').filter((line) => line.trimStart().startsWith(sign) && line.includes('masked')),
      );
      expect(gone).toHaveLength(1);
      expect(come).toHaveLength(1);
      expect(gone?.[0]?.replace('-', '+')).not.toBe(come?.[0]);
    }
  });

  it('does not become a mask by it, however often it is copied', () => {
    let data: JsonObject = { note: TOKEN };
    const seen = new Set<string>();
    for (let i = 0; i < 4; i += 1) {
      data = copied(data);
      seen.add(textAt(data, 'note'));
    }
    expect([...seen].map((text) => text.replace(/[0-9a-f]{12}/, '…'))).toEqual([
      '(masked …)',
      String.raw`\(masked …)`,
      String.raw`\\\(masked …)`,
      String.raw`\\\\\\\(masked …)`,
    ]);
  });

  it('gets no approval of the masked value for it', () => {
    const masked = treeOf({ note: TOKEN });
    const [real, forged] = [masked, treeOf(copied({ note: TOKEN }))].map((after) =>
      fingerprintOf(plan([change({ subject, action: 'create', after })])),
    );
    expect(real).not.toBe(forged);
  });

  it('tells programs so too', () => {
    const preview = previewOf(plan([]), planOf({ note: 'x' }, copied({ note: TOKEN })));
    const json = previewJson({
      base: 'a',
      proposed: 'b',
      targets: [{ environment: 'production', preview }],
    });
    expect(json).toContain(String.raw`"\\(masked `);
    expect(json).not.toContain('"(masked ');
  });
});

describe('a mask in the path of a field', () => {
  const MASK = new Mask('0123456789ab');
  const words = '(masked 0123456789ab)';
  const named = (name: Tree, value: number) => [
    { name, value },
    { name: 'x', value: 1 },
  ];
  const paths: readonly (readonly [string, FieldChange])[] = [
    [
      'by which an entry is found',
      { path: [{ key: 'list' }, { entry: { name: MASK } }, { key: 'v' }], after: 1 },
    ],
    [
      'amid a list that is one value',
      { path: [{ key: 'list' }], before: named(MASK, 1), after: named(MASK, 2) },
    ],
    ['that is a key', { path: [{ key: 'data' }, { key: words }, { key: 'v' }], after: 1 }],
  ];

  it.each(paths)('has the words of a mask: one %s', (_what, field) => {
    const made = plan([change({ fields: [field] })]);
    const lines = hunkLines([field], 'whole').map(({ text }) => text);
    for (const text of [...lines, planJson({ status: 'planned', target: made.target, plan: made })])
      expect(text).not.toContain(String.raw`\(masked`);
    expect(lines.join()).toContain(words);
  });

  it('is told from a text like it', () => {
    const field = { path: [{ key: 'list' }], before: named(words, 1), after: named(words, 2) };
    expect(hunkLines([field], 'whole')[0]?.text).toBe(String.raw`list[name=\(masked 0123456789ab)]`);
  });
});

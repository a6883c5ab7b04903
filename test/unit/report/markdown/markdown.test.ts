import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../../src/core/plan/preview.ts';
import { previewMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { expectInert, hostileText } from '../inert.ts';
import {
  BROKEN,
  CLEAN,
  CREATED,
  EVERYDAY,
  HOSTILE,
  ROTATION,
  change,
  plan,
  previewOfPlans,
  sampleField,
} from '../samples.ts';
import { LARGE_CRD, MANY_CREATED, REPLACED, ROTATION_OF_ALL, WEBHOOK_DOWN } from '../worst-samples.ts';

const GOLDEN = {
  everyday: EVERYDAY,
  clean: CLEAN,
  broken: BROKEN,
  rotation: ROTATION,
  created: CREATED,
  hostile: HOSTILE,
  'large-crd': LARGE_CRD,
  'many-created': MANY_CREATED,
  'rotation-of-all': ROTATION_OF_ALL,
  replaced: REPLACED,
  'webhook-down': WEBHOOK_DOWN,
};

describe('the comment', () => {
  it.each(Object.entries(GOLDEN))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, preview) => {
    const file = new URL(`../../../../fixtures/cases/${name}/comment.md`, import.meta.url);
    const comment = previewMarkdown(preview);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, comment);
    expect(existsSync(file)).toBe(true);
    expect(comment).toBe(readFileSync(file, 'utf8'));
  });

  it('E6: a target or an object that cannot be told never reads as "no changes"', () => {
    const comment = previewMarkdown(BROKEN);
    expect(comment).toContain('### Plumbline: cannot tell for 2 targets');
    expect(comment).not.toMatch(/no changes/i);
    expect(previewMarkdown(CLEAN)).toContain('### Plumbline: no changes');
  });

  it('U70: where all of it is drift, it says so, once, and takes nothing from the person who wrote it', () => {
    const field = {
      ...sampleField('spec.replicas', 5, 3, 'kubectl-edit'),
      taken: ['kubectl-edit', 'kubectl-set'],
    };
    const drift = plan([change({ fields: [field], before: { a: 1 }, after: { a: 2 } })]);
    const comment = previewMarkdown(previewOfPlans(drift, drift));
    expect(comment).toContain('### Plumbline: 1 object drifted; merging puts live back to what Git says\n');
    expect(comment).toContain('written by kubectl-edit');
    expect(comment).not.toMatch(/drifted already$|taken from/m);
  });

  it('U70: of an object that has both, the change of its own is not called drift', () => {
    const known = sampleField('spec.replicas', 5, 3, 'kubectl-edit');
    const before = plan([change({ fields: [known], before: { a: 1 }, after: { a: 2 } })]);
    const fields = [known, sampleField('spec.image', 'web:1', 'web:2')];
    const proposed = plan([change({ fields, before: { a: 1 }, after: { a: 3 } })]);
    const comment = previewMarkdown(previewOfPlans(before, proposed));
    expect(comment).toContain('### Plumbline: 1 change, 1 of them drifted already');
  });

  it('says that no target is touched', () => {
    expect(previewMarkdown({ ...CLEAN, targets: [] })).toContain('Merging changes nothing live.');
  });
});

describe('content is never active', () => {
  it('S48, S49, I2: fences, details, mentions, references, images, tasks, bidi and escapes are shown as they are', () => {
    expectInert(previewMarkdown(HOSTILE));
    expect(previewMarkdown(HOSTILE)).toContain(String.raw`eva\u202etxt.exe`);
  });

  it('S48, S49: whatever the names, values, messages and managers are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, hostileText, (name, value, message, manager) => {
        const hostile = change({
          subject: { kind: 'ConfigMap', scope: 'shop', name: name || 'x' },
          fields: [sampleField('data.k', value, message, manager)],
          marks: [{ level: 'danger', text: message }],
        });
        const answer = plan([hostile], {
          target: name || 'x',
          destination: value,
          warnings: [message],
          unknown: [{ subject: hostile.subject, code: 'invalid', message: value }],
        });
        expectInert(previewMarkdown(previewOfPlans(plan([]), answer)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the limit of a comment', () => {
  const big = (objects: number, lines: number): Preview =>
    previewOfPlans(
      plan([]),
      plan(
        Array.from({ length: objects }, (_, i) =>
          change({
            subject: { kind: 'ConfigMap', scope: 'shop', name: `map-${i}` },
            action: 'create',
            after: {
              data: Object.fromEntries(
                Array.from({ length: lines }, (_unused, n) => [`k${n}`, 'x'.repeat(20)]),
              ),
            },
          }),
        ),
      ),
    );

  it.each([
    [1, 5000],
    [300, 20],
    [3000, 3],
    [40, 60],
  ])('I1: %i objects of %i lines fit, whole diffs left out from the end, summary kept', (objects, lines) => {
    const comment = previewMarkdown(big(objects, lines));
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain(`| \`production/shop\` | ${objects} |`);
    expect(comment).toMatch(/left out here|Too much to show/);
    expectInert(comment);
  });
});

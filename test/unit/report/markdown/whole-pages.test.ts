import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholePages } from '../../../../src/report/markdown/whole-pages.ts';
import { reportOfPlan } from '../../../../src/report/model/model.ts';
import { change, plan, sampleField } from '../samples.ts';

const LIMIT = 2000;

const configMap = (name: string, value: string) =>
  change({
    subject: { kind: 'ConfigMap', scope: 'shop', name },
    fields: [sampleField('data.text', '', value)],
  });

describe('a diff that is too long for one page', () => {
  it('I1: is on several, all of it, each within the limit, with its fences and folds closed', () => {
    const line = fc.stringMatching(/^[a-z`]{0,80}$/);
    const values = fc.array(fc.array(line, { maxLength: 80 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, (all) => {
        const changes = all.map((lines, index) => configMap(`map-${index}`, lines.join('\n')));
        const pages = wholePages(
          reportOfPlan({ status: 'planned', target: 'a', plan: plan(changes) }, 'whole'),
          LIMIT,
        );
        for (const page of pages) {
          expect(page.length).toBeLessThanOrEqual(LIMIT);
          expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
          expect((page.match(/^`{3,}/gm)?.length ?? 0) % 2).toBe(0);
        }
        const whole = pages.join('\n');
        for (const text of all.flat()) expect(whole).toContain(text);
      }),
      { numRuns: 100 },
    );
  });

  it('I1: also where one line is longer than a page', () => {
    const value = 'x'.repeat(10_000);
    const report = reportOfPlan(
      { status: 'planned', target: 'a', plan: plan([configMap('one', value)]) },
      'whole',
    );
    const pages = wholePages(report, LIMIT);
    expect(pages.every((page) => page.length <= LIMIT)).toBe(true);
    expect(pages.join('').match(/x/g)?.length).toBeGreaterThanOrEqual(10_000);
  });

  it('is on one where it fits', () => {
    const report = reportOfPlan(
      { status: 'planned', target: 'a', plan: plan([configMap('one', 'short')]) },
      'whole',
    );
    expect(wholePages(report, LIMIT)).toHaveLength(1);
  });
});

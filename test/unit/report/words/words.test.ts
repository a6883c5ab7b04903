import { describe, expect, it } from 'vitest';
import { checkOutput } from '../../../../src/report/github/check.ts';
import { previewMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { notDeployedYet } from '../../../../src/report/model/first-deploy.ts';
import { PLAIN } from '../../../../src/report/terminal/style.ts';
import { planText } from '../../../../src/report/terminal/text.ts';
import { countsText } from '../../../../src/report/words/words.ts';
import { change, plan, previewOfPlans, sampleField } from '../samples.ts';

const NONE = { keep: 0, create: 0, update: 0, replace: 0, delete: 0 };

describe('U57: counts', () => {
  it.each([
    [{ ...NONE, update: 1 }, '1 to update'],
    [{ ...NONE, create: 2, delete: 1 }, '2 to create, 1 to delete'],
    [NONE, ''],
  ])('leave out what there is none of: %j', (counts, text) => {
    expect(countsText(counts)).toBe(text);
  });

  const own = plan([
    change({ fields: [sampleField('spec.replicas', 1, 2)], before: { a: 1 }, after: { a: 2 } }),
  ]);
  const answer = { status: 'planned' as const, target: own.target, plan: { ...own, unchanged: 0 } };
  const preview = { status: 'planned' as const, target: own.target, plan: own, drifted: [], adopted: [] };
  const decision = { verdict: 'pending', rule: 'production', reason: 'It waits.', children: [] } as const;

  it('are without zeros in a title, a summary and at a terminal', () => {
    const target = { ...preview, yours: own.changes };
    const check = checkOutput({ environment: 'production', decision, targets: [target], fingerprint: 'f' });
    const said = [
      check.title,
      check.text ?? '',
      notDeployedYet({ id: own.target, path: 'k8s' }, answer).title,
      planText(answer, PLAIN),
    ];
    for (const text of said) expect(text).not.toMatch(/\b0 (to|unchanged|drifted)/);
    expect(check.title).toBe('Waiting for approval: 1 to update');
  });

  it('are not there where only the configuration changes', () => {
    const configuration = {
      environment: 'production',
      kind: 'changed' as const,
      from: '{}',
      to: '{}',
      differences: [],
    };
    const report = { environment: 'production', decision, targets: [], fingerprint: 'f', configuration };
    expect(checkOutput(report).title).toBe('Waiting for approval: the configuration changes');
  });
});

describe('U57: a diff', () => {
  const fields = [{ ...sampleField('spec.replicas', 5, 3, 'kubectl-edit'), taken: ['kubectl-set', 'hpa'] }];
  const both = plan([change({ fields, before: { a: 1 }, after: { a: 2 } })]);

  it.each([
    ['of drift', previewMarkdown(previewOfPlans(both, both))],
    ['of a change', previewMarkdown(previewOfPlans(plan([]), both))],
    ['at a terminal', planText({ status: 'planned', target: 't', plan: both }, PLAIN)],
  ])('%s says who wrote it, and not which tool of a person gives it up', (_what, text) => {
    expect(text).toContain('written by kubectl-edit');
    expect(text).toContain('taken from hpa');
    expect(text).not.toContain('kubectl-set');
  });
});

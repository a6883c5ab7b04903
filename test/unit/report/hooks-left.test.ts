import { describe, expect, it } from 'vitest';
import type { HookRun } from '../../../src/core/plan/hook-run.ts';
import { planDifferences } from '../../../src/core/plan/plan-differences.ts';
import { type Plan, isEmpty, verdictOf } from '../../../src/core/plan/plan.ts';
import { previewOf } from '../../../src/core/plan/preview.ts';
import { checkOutput } from '../../../src/report/github/check.ts';
import { pullComment } from '../../../src/report/github/pull-comment.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { planText } from '../../../src/report/terminal/text.ts';

const hook = (name: string, phase: HookRun['phase'] = 'after'): HookRun => ({
  subject: { kind: 'batch/Job', scope: 'shop', name },
  phase,
  weight: 0,
  object: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name } },
});

const planOf = (...hooks: HookRun[]): Plan => ({
  target: 'prod/shop',
  destination: 'prod',
  tools: [],
  source: 'abc',
  changes: [],
  ...(hooks.length > 0 && { hooks }),
  unchanged: 3,
  unknown: [],
  warnings: [],
  fingerprint: 'f',
});

describe('U29: a plan with nothing but hooks that an earlier sync left', () => {
  const plan = planOf(hook('seed'), hook('notify'));
  const targets = [previewOf(undefined, plan)];
  const decision = { verdict: 'pending', rule: 'prod', reason: 'waits', children: [] } as const;

  it('is no empty one', () => {
    expect([isEmpty(plan), verdictOf(plan), isEmpty(planOf())]).toEqual([false, 'different', true]);
  });

  it('says at a terminal which hooks are left', () => {
    const text = planText({ status: 'planned', target: 'prod/shop', plan }, PLAIN);
    expect(text).toContain('Hooks still to run');
    expect(text).toContain('run batch/Job shop/seed after everything else');
    expect(text).toContain('3 unchanged; 2 hooks still to run.');
  });

  it('says so in the comment and in the title of the check', () => {
    expect(pullComment([{ environment: 'prod', decision, targets }])).toContain('2 hooks still to run');
    expect(checkOutput({ environment: 'prod', decision, targets }).title).toBe(
      'Waiting for approval: 2 hooks still to run',
    );
  });

  it('tells in what it is not the approved one', () => {
    const changed = { ...hook('seed'), weight: 5 };
    expect(planDifferences(plan, planOf(changed, hook('check', 'before')))).toEqual([
      'run batch/Job shop/seed (after): changed since the approval',
      'run batch/Job shop/notify (after): approved, and no longer due',
      'run batch/Job shop/check (before): not in the approved plan',
    ]);
  });
});

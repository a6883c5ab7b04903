import { describeSubject } from '../../core/change/subject.ts';
import { shown } from '../../core/json/shown.ts';
import type { HookPhase, HookRun } from '../../core/plan/hook-run.ts';
import { type Plan, hooksLeft } from '../../core/plan/plan.ts';
import { yamlLines } from '../diff/yaml-lines.ts';
import { type ReportObject, placeOf } from './report-objects.ts';
import type { Section } from './sections.ts';

const WHEN: Readonly<Record<HookPhase, string>> = {
  before: 'before everything else',
  during: 'after the other objects of its wave',
  after: 'after everything else',
  failure: 'only if the sync fails',
};

/** The hooks that a sync runs, which are approved with the changes. */
export function hookSection(plan: Plan): Section[] {
  const { hooks = [] } = plan;
  if (hooks.length === 0) return [];
  const name = hooksLeft(plan).length > 0 ? 'Hooks still to run' : 'Hooks that run';
  return [{ name, shared: [], objects: hooks.map(hookObject) }];
}

function hookObject({ subject, phase, object }: HookRun): ReportObject {
  return {
    title: `run ${describeSubject(subject)} ${WHEN[phase]}`,
    action: 'keep',
    ...placeOf(subject),
    marks: [],
    where: [],
    lines: yamlLines(shown(object)).map((text) => ({ sign: ' ', text })),
  };
}

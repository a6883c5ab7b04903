import type { HookRun } from '../core/hook-run.ts';
import type { Plan } from '../core/plan.ts';
import { describeResource } from '../core/resource.ts';
import type { Section } from './model.ts';
import { placeOf, type ReportObject } from './report-objects.ts';
import { yamlLines } from './yaml-lines.ts';

const WHEN: Readonly<Record<HookRun['phase'], string>> = {
  before: 'before everything else',
  during: 'after the other objects of its wave',
  after: 'after everything else',
};

/** What a sync runs besides, as it is approved with the changes. */
export function hookSection({ hooks = [] }: Plan): Section[] {
  if (hooks.length === 0) return [];
  return [{ name: 'Hooks that run', shared: [], objects: hooks.map(hookObject) }];
}

function hookObject({ id, phase, object }: HookRun): ReportObject {
  return {
    title: `run ${describeResource(id)} ${WHEN[phase]}`,
    action: 'keep',
    ...placeOf(id),
    marks: [],
    where: [],
    lines: yamlLines(object).map((text) => ({ sign: ' ', text })),
  };
}

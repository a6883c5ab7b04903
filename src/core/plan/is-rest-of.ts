import { intentOf } from '../change/intent.ts';
import { subjectKey } from '../change/subject.ts';
import { canonicalJson } from '../json/json.ts';
import type { HookRun } from './hook-run.ts';
import { type Plan, differences } from './plan.ts';

/**
 * Whether a plan holds only changes and hooks of the approved one: an interrupted sync has done the others.
 */
export function isRestOf(approved: Plan, found: Plan): boolean {
  const intents = new Map(
    differences(approved).map((change) => [subjectKey(change.subject), intentOf(change)]),
  );
  const hooks = new Set((approved.hooks ?? []).map(hookIntent));
  return (
    differences(found).every((change) => intents.get(subjectKey(change.subject)) === intentOf(change)) &&
    (found.hooks ?? []).every((hook) => hooks.has(hookIntent(hook)))
  );
}

function hookIntent({ origin: _origin, ...run }: HookRun): string {
  return canonicalJson(run);
}

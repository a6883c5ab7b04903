import { type Tree, printJson } from '../core/json/json.ts';
import { shown } from '../core/json/shown.ts';
import { type Plan, type TargetPlan, countActions, verdictOf } from '../core/plan/plan.ts';
import type { Preview, TargetPreview } from '../core/plan/preview.ts';
import type { SyncReport } from '../core/sync/outcome.ts';
import { planWithIds, withId } from './keys-of-version-1.ts';
import { reportOfPlan, reportOfPreview } from './model/model.ts';

/** The version of these shapes: it grows when a key changes its meaning or goes. */
const VERSION = 1;

/** `{ version, kind: "plan", verdict, targets: [one] }`. Long integers are printed exactly. */
export function planJson(answer: TargetPlan): string {
  const { verdict } = reportOfPlan(answer);
  const target = answer.status === 'failed' ? answer : { status: 'planned', ...planned(answer.plan) };
  return print({ version: VERSION, kind: 'plan', verdict, targets: [target] });
}

/** `{ version, kind: "preview", verdict, base, proposed, targets }`; each target with its plan and the plan's parts. */
export function previewJson(preview: Preview): string {
  const { verdict } = reportOfPreview(preview);
  const { base, proposed } = preview;
  const targets = preview.targets.map(({ environment, preview: answer }) => ({
    environment,
    ...previewed(answer),
  }));
  return print({ version: VERSION, kind: 'preview', verdict, base, proposed, targets });
}

/** `{ version, kind: "sync", status, … }`; a stale sync with the plan found in the place of the approved one. */
export function syncJson(report: SyncReport, different?: readonly string[]): string {
  const told =
    report.status === 'stale'
      ? { ...report, plan: planWithIds(report.plan) }
      : { ...report, outcomes: report.outcomes.map(withId), unhealthy: report.unhealthy.map(withId) };
  return print({ version: VERSION, kind: 'sync', ...told, ...(different && { different }) });
}

function previewed(answer: TargetPreview): object {
  if (answer.status === 'failed') return answer;
  const { plan, yours, drifted, adopted, undeployed } = answer;
  const { changes: _all, ...rest } = planned(plan);
  const parts = { yours: yours.map(withId), drifted: drifted.map(withId), adopted: adopted.map(withId) };
  return { status: 'planned', ...rest, ...parts, ...(undeployed && { undeployed }) };
}

function planned(plan: Plan) {
  return { ...planWithIds(plan), verdict: verdictOf(plan), counts: countActions(plan.changes) };
}

/** Masks are words here as everywhere. */
function print(answer: object): string {
  return printJson(withWords(answer), 2);
}

/** The keys of an answer whose values are trees; its other texts, and the keys of a path, are in words already. */
const TREES: ReadonlySet<string> = new Set(['before', 'after', 'object', 'entry']);

function withWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withWords);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    TREES.has(key) && item !== undefined ? shown(item as Tree) : withWords(item),
  ]);
  return Object.fromEntries(entries);
}

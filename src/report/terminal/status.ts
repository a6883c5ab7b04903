import { describeSubject } from '../../core/change/subject.ts';
import { printJson } from '../../core/json/json.ts';
import { type Plan, type TargetPlan, countActions, differences, verdictOf } from '../../core/plan/plan.ts';
import type { Inspection } from '../../core/sync/inspection.ts';
import { visible, visibleLines } from '../../core/visible.ts';
import { withId } from '../keys-of-version-1.ts';
import { countsText, plural } from '../words/words.ts';
import type { Style } from './style.ts';

/** The status of one target: its plan, and its live objects or the message why they cannot be told. */
export interface TargetStatus {
  readonly target: string;
  readonly cluster: string;
  readonly plan: TargetPlan;
  readonly live: Inspection | { readonly failed: string };
}

export interface StatusReport {
  readonly targets: readonly TargetStatus[];
  /** What live was compared with, for people. */
  readonly source: string;
  /** When it was looked at (RFC 3339). */
  readonly at: string;
}

export function statusText({ targets, source, at }: StatusReport, style: Style): string {
  const parts = targets.map((target) => targetText(target, at, style));
  return [...parts, style.dim(`As of ${at}, compared with: ${visible(source)}.`)].join('\n\n');
}

/** `{ version, kind: "status", at, source, targets: [{ target, cluster, state, live }] }` */
export function statusJson({ targets, source, at }: StatusReport): string {
  const each = targets.map(({ plan, live, ...rest }) => ({
    ...rest,
    live: 'failed' in live ? live : { ...live, objects: live.objects.map(withId) },
    state: stateOf(plan),
    ...detailOf(plan),
  }));
  return printJson({ version: 1, kind: 'status', at, source, targets: each }, 2);
}

function stateOf(answer: TargetPlan): 'clean' | 'different' | 'not-deployed' | 'unknown' {
  if (answer.status === 'failed') return 'unknown';
  const verdict = verdictOf(answer.plan);
  return verdict === 'different' && answer.plan.firstSync === true ? 'not-deployed' : verdict;
}

function detailOf(answer: TargetPlan): object {
  if (answer.status === 'failed') return { message: answer.message };
  const { changes, unknown, fingerprint } = answer.plan;
  return { counts: countActions(changes), unknown: unknown.map(({ message }) => message), fingerprint };
}

function targetText({ target, cluster, plan, live }: TargetStatus, at: string, style: Style): string {
  const rows: [string, string][] = [
    ['state', plan.status === 'failed' ? told(plan.message, style) : planWords(plan.plan, style)],
    ...('failed' in live
      ? ([['last sync', told(live.failed, style)]] as [string, string][])
      : ([
          ['last sync', syncWords(live, at)],
          ['health', healthWords(live, style)],
        ] as [string, string][])),
  ];
  const head = style.bold(`${visible(target)} in cluster ${visible(cluster)}`);
  return [
    head,
    ...rows.map(([name, words]) => `  ${name.padEnd(10)} ${words.replaceAll('\n', `\n${' '.repeat(13)}`)}`),
  ].join('\n');
}

function told(message: string, style: Style): string {
  return `${style.danger('cannot tell:')} ${visibleLines(message)}`;
}

function planWords(plan: Plan, style: Style): string {
  const verdict = verdictOf(plan);
  if (verdict === 'unknown') return told(plan.unknown.map(({ message }) => message).join('\n'), style);
  const different = differences(plan);
  return different.length === 0
    ? `in sync, ${plural(plan.unchanged, 'object')}`
    : `${plan.firstSync === true ? 'not deployed yet' : 'different'}: ${countsText(countActions(different))}`;
}

function syncWords({ source, changed }: Inspection, at: string): string {
  if (source === undefined) return 'none under this name';
  const when = changed === undefined ? 'at a time that nothing tells' : `${changed} (${ago(changed, at)})`;
  return `last changed something ${when}, from ${visible(source)}`;
}

const UNITS: readonly [string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

function ago(then: string, now: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(then)) / 1000));
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? ['second', 1];
  return `${plural(Math.floor(seconds / length), unit)} ago`;
}

function healthWords({ objects, unknown }: Inspection, style: Style): string {
  const ill = objects.flatMap(({ subject, health }) =>
    health.status === 'healthy' ? [] : `${describeSubject(subject)} ${health.status}: ${health.reason}`,
  );
  const well = objects.length - ill.length;
  const head = objects.length === 0 ? 'no object' : `${well} of ${plural(objects.length, 'object')} healthy`;
  const lines = [...ill, ...unknown.map((message) => `cannot tell: ${message}`)];
  return [head, ...lines.map((line) => style.danger(visibleLines(line)))].join('\n');
}

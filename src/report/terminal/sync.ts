import { describeSubject } from '../../core/change/subject.ts';
import type { Outcome, SyncReport } from '../../core/sync/outcome.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { counted, plural } from '../words/words.ts';
import type { Style } from './style.ts';
import { indent, lines } from './text.ts';

const STATUS = {
  stale: 'Stale: nothing was applied.',
  synced: 'Synced: live is as declared, and healthy.',
  degraded: 'Degraded: all was applied, and not all of it is well.',
  failed: 'Failed: not all was applied.',
} as const;

/**
 * How a sync ended, for a terminal.
 * @param different the differences of a stale plan from the approved one; undefined when the approved one is not
 *   known here
 */
export function syncText(report: SyncReport, different: readonly string[] | undefined, style: Style): string {
  const good = report.status === 'synced';
  const head = good ? style.bold(STATUS[report.status]) : style.danger(STATUS[report.status]);
  return [head, ...syncDetails(report, different).map((line) => indent(lines(line), '  '))].join('\n');
}

/** How a sync ended, as Markdown. */
export function syncMarkdown(report: SyncReport, different: readonly string[] | undefined): string {
  const body = syncDetails(report, different).flatMap((line) => line.split('\n'));
  const head = `### Plumbline: ${STATUS[report.status]}`;
  const plan = report.status === 'stale' ? ['', `Plan now: ${codeSpan(report.plan.fingerprint)}`] : [];
  return [head, ...plan, ...(body.length > 0 ? ['', fence(body, 'text')] : []), ''].join('\n');
}

/** The details of a sync, each on a line. */
export function syncDetails(report: SyncReport, different: readonly string[] | undefined): string[] {
  if (report.status === 'stale') return staleDetails(report.approved, report.plan.fingerprint, different);
  return [
    countsOf(report.outcomes),
    ...report.outcomes.flatMap(({ reason }) => reason ?? []),
    ...report.unhealthy.map(
      ({ subject, health }) => `${describeSubject(subject)}: ${'reason' in health ? health.reason : ''}`,
    ),
    ...report.remaining.map((line) => `still differs: ${line}`),
  ];
}

function staleDetails(approved: string, found: string, different: readonly string[] | undefined): string[] {
  return [
    `approved: ${approved}`,
    `plan now: ${found}`,
    ...(different ?? [
      'The approved plan is not recorded on this machine: compare it with the plan of "plumb diff".',
    ]),
    'Look at the plan again, and approve the one that is right.',
  ];
}

function countsOf(outcomes: readonly Outcome[]): string {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  if (outcomes.length === 0) return 'no object';
  const results = (['applied', 'unchanged', 'failed', 'skipped'] as const).map(
    (result) => [count(result), result] as const,
  );
  return `${plural(outcomes.length, 'object')}: ${counted(...results)}`;
}

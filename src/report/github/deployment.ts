import { describeSubject } from '../../core/change/subject.ts';
import { cutText } from '../../core/cut-text.ts';
import type { Decision } from '../../core/gate/decision.ts';
import { planDifferences } from '../../core/plan/plan-differences.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { SyncEnd } from '../../core/sync/end.ts';
import type { SyncEvent, SyncReport } from '../../core/sync/outcome.ts';
import type { SyncState } from '../../core/sync/state.ts';
import { visible } from '../../core/visible.ts';
import { syncDetails } from '../terminal/sync.ts';
import { codeCell, codeSpan, fence, plainText } from '../words/escape.ts';
import { COMMENT_LIMIT, firstLines, linesWithin } from '../words/limits.ts';
import { plural } from '../words/words.ts';
import { CONFIGURATION_CHECK } from './check.ts';
import { decisionList } from './decision.ts';

/** Our comment about deployments is found again by this mark. */
export const DEPLOYMENT_MARKER = '<!-- plumbline:deployment -->';

/** The state of one target's sync, for the comment. */
export interface SyncView {
  readonly target: string;
  readonly commit: string;
  readonly state: SyncState;
  readonly approvers: readonly string[];
  /** Absent: it has not ended. */
  readonly end?: SyncEnd;
  readonly approved?: Plan;
}

export interface DeploymentView {
  readonly environment: string;
  /** The latest sync of each target. */
  readonly syncs: readonly SyncView[];
  /** Why nothing of the environment is deployed (yet). */
  readonly waiting?: string;
}

const STATE: Readonly<Record<SyncState, string>> = {
  queued: '⏳ queued',
  planning: '⏳ planning',
  applying: '🚧 applying',
  verifying: '🚧 verifying',
  stale: '⛔ stale: nothing was applied',
  synced: '✅ synced',
  degraded: '❌ applied, but unhealthy',
  failed: '❌ failed',
  superseded: '➖ a later commit was synced first',
};

/**
 * The one comment about the deployment of a merge. Reports that do not fit are left out, then rows; the headline stays.
 */
export function deploymentComment(views: readonly DeploymentView[], limit = COMMENT_LIMIT): string {
  const shown = reportsWithin(views, limit);
  const lines = [
    DEPLOYMENT_MARKER,
    `### Plumbline: ${headline(views)}`,
    ...views.flatMap((view) => environmentLines(view, shown)),
  ];
  const fits = linesWithin(lines, limit - NOTE_LENGTH);
  const reports = views.flatMap(({ syncs }) => syncs).filter(hasReport);
  if (fits.length === lines.length && shown.size === reports.length) return [...lines, ''].join('\n');
  const left = plural(reports.length - shown.size, 'report');
  const rows = fits.length === lines.length ? '' : ', and rows';
  const note = `${left}${rows} left out here, since a comment has a limit. \`plumb diff\` prints what still differs.`;
  return [...fits, '', note, ''].join('\n');
}

/** The note of what was left out needs room of its own. */
const NOTE_LENGTH = 300;

function hasReport(sync: SyncView): boolean {
  return sync.end !== undefined;
}

function reportsWithin(views: readonly DeploymentView[], limit: number): Set<SyncView> {
  const shown = new Set<SyncView>();
  const bare = views.flatMap((view) => environmentLines(view, shown));
  let length = NOTE_LENGTH + bare.reduce((sum, line) => sum + line.length + 1, 0);
  for (const sync of views.flatMap(({ syncs }) => syncs)) {
    const more = endText(sync).length + 2;
    if (!hasReport(sync) || length + more > limit) continue;
    length += more;
    shown.add(sync);
  }
  return shown;
}

function headline(views: readonly DeploymentView[]): string {
  const states = views.flatMap(({ syncs }) => syncs.map(({ state }) => state));
  if (views.some(({ waiting }) => waiting !== undefined)) return 'not everything is deployed';
  if (states.includes('stale')) return 'stale, so not everything is deployed';
  if (states.some((state) => state === 'failed' || state === 'degraded')) return 'the deployment failed';
  const done = states.every((state) => state === 'synced' || state === 'superseded');
  return done ? 'deployed' : 'deploying';
}

function environmentLines(
  { environment, syncs, waiting }: DeploymentView,
  shown: ReadonlySet<SyncView>,
): string[] {
  const reason = waiting === undefined ? [] : ['', `⏳ ${waiting}`];
  const rows = syncs.map(
    (sync) =>
      `| ${codeCell(sync.target)} | ${codeCell(sync.commit.slice(0, 7))} | ${stateOf(sync)} | ${sync.approvers.map((login) => codeCell(login)).join(', ')} |`,
  );
  const table =
    rows.length === 0 ? [] : ['', '| target | commit | state | approved by |', '|---|---|---|---|', ...rows];
  const reports = syncs.filter((sync) => shown.has(sync)).flatMap((sync) => ['', endText(sync)]);
  return ['', `#### ${codeSpan(environment)}`, ...reason, ...table, ...reports];
}

function stateOf({ state, approved }: SyncView): string {
  const after = approved?.after ?? [];
  return state === 'queued' && after.length > 0
    ? `${STATE.queued}, after ${after.map((target) => codeCell(target)).join(', ')}`
    : STATE[state];
}

/** Why a merged pull request's environment is not deployed (yet): the gate's own reasons, and the next step. */
export function notDeployed(decision: Decision, planned: boolean): string {
  const missing = decision.children.filter(
    ({ verdict, reason }) => verdict !== 'approved' && reason !== decision.reason,
  );
  const next = nextStep(decision, planned);
  return [
    'Nothing was applied:',
    '',
    ...decisionList({ ...decision, children: missing }),
    ...(next === '' ? [] : ['', next]),
  ].join('\n');
}

function nextStep({ verdict, rule }: Decision, planned: boolean): string {
  if (verdict === 'blocked' && !planned)
    return 'Where live has to change, change it: `/plumb retry` plans this again. Where Git has to, another pull request does that, and deploys it.';
  if (verdict === 'pending' && planned)
    return `Approve with ${codeSpan(`/plumb approve ${rule}`)}; \`/plumb retry\` plans again first.`;
  if (verdict === 'approved')
    return `The configuration that it was planned with is not in force: the check ${codeSpan(CONFIGURATION_CHECK)} on the default branch says what is missing. Then \`/plumb sync\` deploys it.`;
  return '';
}

/** Why a sync that waited for another target's was not begun. */
export function notBegun({ target, state }: Pick<SyncView, 'target' | 'state'>): string {
  const ended = { stale: 'is stale', degraded: 'is applied, but unhealthy' }[state as 'stale' | 'degraded'];
  return `not begun: ${target}, which it waits for, ${ended ?? 'failed'}. Put that right; then /plumb retry deploys both.`;
}

/** How a sync ended, in Markdown. */
function endText({ target, end, approved }: SyncView): string {
  if (end === undefined) return '';
  if (end.kind === 'words') return end.text;
  // It could not even begin, or was left.
  if (end.kind === 'refused') return folded(target, end.reason.split('\n'), true);
  return endedText(target, approved, end.report);
}

function endedText(target: string, approved: Plan | undefined, report: SyncReport): string {
  const isStale = report.status === 'stale';
  const different = isStale && approved !== undefined ? planDifferences(approved, report.plan) : undefined;
  const body = syncDetails(report, different).flatMap((line) => line.split('\n'));
  const why = approved?.outdated === true ? '' : 'Live changed after the approval. ';
  return folded(target, isStale ? [...body, `${why}${STALE_NEXT}`] : body, report.status !== 'synced');
}

const STALE_NEXT =
  'The pull request is planned again: look at it, then approve it with a review, the button or /plumb approve, and it is deployed.';

function folded(target: string, lines: readonly string[], open: boolean): string {
  const summary = `<summary>${plainText(target)}</summary>`;
  const shown = firstLines(lines, '"plumb diff" prints what still differs');
  return `<details${open ? ' open' : ''}>${summary}\n\n${fence(shown, 'text')}\n\n</details>`;
}

/** How far a running sync is, in one line of 140 characters or less. */
export function progressLine(target: string, event: SyncEvent): string | undefined {
  const text = progress(target, event);
  return text === undefined ? undefined : cutText(visible(text), DESCRIPTION_LIMIT);
}

/** GitHub's limit of a deployment's description, in characters. */
const DESCRIPTION_LIMIT = 140;

function progress(target: string, event: SyncEvent): string | undefined {
  if (event.type === 'stage') return `${target}: ${event.name}, ${plural(event.objects, 'object')}`;
  if (event.type === 'verifying') return `${target}: verifying that nothing differs any more`;
  if (event.type === 'health') return undefined;
  const { subject, result } = event.outcome;
  return result === 'failed' ? `${target}: ${describeSubject(subject)} failed` : undefined;
}

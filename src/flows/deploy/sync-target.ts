import { OpsError } from '../../core/errors.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { refKey } from '../../core/refs.ts';
import type { SyncEnd } from '../../core/sync/end.ts';
import type { SyncReport } from '../../core/sync/outcome.ts';
import { type SyncState, endOf, isEnded } from '../../core/sync/state.ts';
import type { Target } from '../../core/target/target.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Deployments } from '../../ports/deployments.ts';
import type { Tell } from '../../ports/events.ts';
import type { Grants } from '../../ports/grants.ts';
import type { JobContext, Jobs } from '../../ports/jobs.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import type { Source } from '../../ports/source.ts';
import { type BaseDeps, readBase } from '../configuration/read-base.ts';
import { sayDeployed } from '../drift/first-look.ts';
import { findTarget } from '../find-target.ts';
import { lookAtDrift, lookAtQueue, refreshTouching } from '../jobs-for.ts';
import type { Engines } from '../plan-target.ts';
import { sync } from './sync.ts';
import { type Turn, firstOf, giveTurn, turnOf } from './turn-of.ts';

export interface SyncTargetDeps extends BaseDeps {
  readonly syncs: Pick<SyncRecords, 'read' | 'ofPull' | 'unfinished' | 'lastSynced' | 'update' | 'told'>;
  readonly engines: Engines;
  readonly grants: Grants;
  readonly checks: Pick<Checks, 'publish'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  /** How long to wait for health, in milliseconds. */
  readonly timeout: number;
  readonly deployments: Pick<Deployments, 'settled'>;
  readonly tell: Tell;
}

/** Syncs one target to one commit: the approved plan, once, even if the process ends in between. */
export async function syncTarget(deps: SyncTargetDeps, id: number, job: JobContext): Promise<void> {
  const asked = await deps.syncs.read(id);
  if (asked === undefined) return;
  const record = await firstOf(deps.syncs, asked);
  const turn = await turnOf(deps.syncs, record);
  // When the sync before it ends, this one is enqueued again.
  if (turn === 'waits') return;
  const before = await deps.syncs.lastSynced(record.repository.id, record.target);
  const ended = isEnded(record.state) ? record : await run(deps, record, job, turn);
  await giveTurn(deps, ended);
  const isFirst = before === undefined || before.id === ended.id;
  if (isFirst && ended.state === 'synced') await sayDeployed(deps, ended, ended.commit);
  await lookAtDrift(deps.jobs, ended.repository, ended.target);
  // The applied changes are no longer a difference for other pull requests.
  await refreshTouching(deps.jobs, ended);
  await lookAtQueue(deps.jobs, ended.repository);
  if (ended.state === 'stale') await planAgain(deps, ended);
  await deps.syncs.told(ended.id);
}

/** Enqueues a preview after a stale sync: the current plan needs an approval. */
async function planAgain(
  { jobs }: Pick<SyncTargetDeps, 'jobs'>,
  { repository, pull }: SyncRecord,
): Promise<void> {
  if (pull === undefined) return;
  await jobs.enqueue('preview', { repository, number: pull }, { key: refKey({ repository, number: pull }) });
}

async function run(
  deps: SyncTargetDeps,
  record: SyncRecord,
  job: JobContext,
  turn: Exclude<Turn, 'waits'>,
): Promise<SyncRecord> {
  const move = async (state: SyncState, end?: SyncEnd) => {
    // Its progress is shown before somebody, maybe another process, shows its end.
    if (isEnded(state) && record.deployment !== undefined) await deps.deployments.settled(record.deployment);
    return deps.syncs.update(record.id, { state, ...(end !== undefined && { end }) }, deps.clock.now());
  };
  const refuse = (state: SyncState, reason: string) => move(state, { kind: 'refused', reason });
  if (turn !== 'now') return refuse('failed', turn.refused);
  try {
    const site = await siteOf(deps, record);
    if (site === 'superseded')
      return await refuse(
        'superseded',
        'A later commit was synced before its turn came, so nothing was applied.',
      );
    const approved = approvedOf(record);
    const report = await syncSite(deps, record, { ...site, approved }, job, move);
    return await move(endOf(report), { kind: 'ended', report });
  } catch (error) {
    // A retryable failure goes back to the queue; any other ends the sync.
    if (!(error instanceof OpsError) || (error.retryable && !job.last)) throw error;
    return refuse('failed', error.message);
  }
}

/** @throws OpsError `stale` for a plan of an earlier version, in a form that is not read any more */
function approvedOf({ target, approved }: SyncRecord): Plan {
  if (approved === undefined)
    throw new OpsError({
      code: 'stale',
      subject: `target ${target}`,
      message:
        'its approved plan was made by an earlier version, in a form that is not read any more, so nothing was applied. Plan it again with /plumb retry.',
    });
  return approved;
}

interface Site {
  readonly target: Target;
  readonly source: Source;
}

/** The target and source of a sync, unless a later commit is synced already, which the older one would revert. */
async function siteOf(deps: SyncTargetDeps, record: SyncRecord): Promise<Site | 'superseded'> {
  const base = await readBase(deps, record.repository);
  const last = await deps.syncs.lastSynced(record.repository.id, record.target);
  const later = last !== undefined && last.commit !== record.commit;
  if (later && (await base.commits.contains(last.commit, record.commit))) return 'superseded';
  if (!(await base.commits.contains(base.tip, record.commit))) throw notOnBase(record, base.branch);
  const found = findTarget(deps.grants, record.repository, await base.config(), record.target);
  if (found === undefined) throw notConfigured(record);
  return { target: found.target, source: await base.commits.source(record.commit) };
}

async function syncSite(
  deps: SyncTargetDeps,
  record: SyncRecord,
  { target, source, approved }: Site & { readonly approved: Plan },
  job: JobContext,
  move: (state: SyncState) => Promise<SyncRecord>,
): Promise<SyncReport> {
  const begun = record.state === 'applying' || record.state === 'verifying';
  if (!begun) await move('planning');
  return sync(deps.engines, {
    target,
    source,
    approved: approved.fingerprint,
    ...(begun && { begun: approved }),
    accepted: async () => {
      if (!begun) await move('applying');
    },
    applied: async () => void (await move('verifying')),
    observe: (event) => deps.tell({ type: 'sync-progressed', sync: record, event }),
    timeout: deps.timeout,
    signal: job.signal,
  });
}

function notOnBase({ target, commit }: SyncRecord, branch: string): OpsError {
  const message = `commit ${commit.slice(0, 7)} is not on ${branch} (any more), so it is not deployed. Merge it again.`;
  return new OpsError({ code: 'stale', subject: `target ${target}`, message });
}

function notConfigured({ target }: SyncRecord): OpsError {
  const message =
    'the configuration does not name it any more, so nothing was applied. Add it again, or leave it.';
  return new OpsError({ code: 'not-found', subject: `target ${target}`, message });
}

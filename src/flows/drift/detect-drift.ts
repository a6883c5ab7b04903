import { withDeletions } from '../../core/drift/deleted-live.ts';
import { OpsError } from '../../core/errors.ts';
import { type Plan, type TargetPlan, differences, verdictOf } from '../../core/plan/plan.ts';
import { type TargetRef, refKey } from '../../core/refs.ts';
import type { Grants } from '../../ports/grants.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { DriftRecord, DriftRecords } from '../../ports/records/drift-records.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import { type Base, type BaseDeps, readBase } from '../configuration/read-base.ts';
import { type ConfiguredTarget, findTarget } from '../find-target.ts';
import { refreshTouching } from '../jobs-for.ts';
import { planTarget } from '../plan-target.ts';
import { type FirstLookDeps, firstLook } from './first-look.ts';
import { type Again, type RevertDeps, closeRevert, proposeRevert } from './revert-drift.ts';
import { type RefusalDeps, isLeftAlone, tellAccepted, tellRefusal } from './tell-refusal.ts';
import type { Watches } from './watches.ts';

export type DriftDeps = BaseDeps &
  RevertDeps &
  RefusalDeps &
  FirstLookDeps & {
    readonly syncs: Pick<SyncRecords, 'unfinished' | 'lastSynced' | 'forget'>;
    readonly drifts: Pick<DriftRecords, 'find' | 'remove'>;
    readonly grants: Grants;
    readonly jobs: Pick<Jobs, 'enqueue'>;
    /** Begins and ends the watch of a target. */
    readonly watches: Pick<Watches, 'follow' | 'drop'>;
  };

/** Compares live with the commit last synced. Drift is measured and recorded; if it lasts, its revert is proposed. */
export async function detectDrift(deps: DriftDeps, ref: TargetRef): Promise<void> {
  // A difference during a sync is no drift; the end of the sync enqueues this job again.
  if (await isSyncing(deps, ref)) return;
  const base = await readBase(deps, ref.repository);
  const found = findTarget(deps.grants, ref.repository, await configOf(base), ref.target);
  if (found === undefined) return forget(deps, ref);
  const synced =
    (await deps.syncs.lastSynced(ref.repository.id, ref.target)) ?? (await firstLook(deps, ref, base, found));
  if (synced === undefined) return;
  deps.tell({ type: 'target-looked-at', target: ref, deployed: true });
  // The watch begins before the plan, so that no change between the two is missed.
  deps.watches.follow(ref, found.target);
  const source = await base.commits.source(synced.commit);
  const plan = await planTarget(deps.engines, found.target, { source, purpose: 'drift' });
  // A sync that began meanwhile may have changed the planned objects.
  if (await isSyncing(deps, ref)) return;
  await settle(deps, { ref, synced, base, found, plan });
}

interface Sighting {
  readonly ref: TargetRef;
  readonly synced: SyncRecord;
  readonly base: Base;
  readonly found: ConfiguredTarget;
  readonly plan: TargetPlan;
}

async function settle(deps: DriftDeps, sighting: Sighting): Promise<void> {
  const { ref, plan } = sighting;
  const known = await deps.drifts.find(ref.repository.id, ref.target);
  if (plan.status === 'failed') return cannotTell(deps, sighting, known, plan.message);
  if (verdictOf(plan.plan) === 'unknown') {
    return cannotTell(deps, sighting, known, plan.plan.unknown.map(({ message }) => message).join('\n'));
  }
  // Hooks left over from a sync are no drift.
  if (differences(plan.plan).length === 0) return isGone(deps, sighting, known);
  await hasDrifted(deps, sighting, known, withDeletions(plan.plan));
}

/** A failure is neither drift nor its end: the record stays. */
async function cannotTell(
  deps: DriftDeps,
  { ref, synced }: Sighting,
  known: DriftRecord | undefined,
  problem: string,
) {
  deps.tell({ type: 'drift-unknown', target: ref });
  const since = known?.since ?? deps.clock.now();
  await deps.drifts.save({ ...ref, since, ...known, commit: synced.commit, problem });
  await lookAgain(deps, ref, UNKNOWN_AGAIN);
}

async function isGone(
  deps: DriftDeps,
  { ref, base }: Sighting,
  known: DriftRecord | undefined,
): Promise<void> {
  deps.tell({ type: 'drift-measured', target: ref, objects: 0 });
  if (known === undefined) return;
  await orRefused(deps, known, base, () => closeRevert(deps, known, base));
  deps.tell({ type: 'revert-answered', target: ref, refused: false });
  await deps.drifts.remove(ref.repository.id, ref.target);
  await refreshTouching(deps.jobs, ref);
}

async function hasDrifted(deps: DriftDeps, sighting: Sighting, known: DriftRecord | undefined, plan: Plan) {
  const { ref, synced, found, base } = sighting;
  deps.tell({ type: 'drift-measured', target: ref, objects: differences(plan).length });
  const { problem: _settled, ...before } = known ?? { since: deps.clock.now() };
  const record = { ...ref, ...before, commit: synced.commit, plan };
  await deps.drifts.save(record);
  if (known?.plan?.fingerprint !== plan.fingerprint) await refreshTouching(deps.jobs, ref);
  const { after, again } = found.environment.drift;
  const wait = record.since + milliseconds(after) - deps.clock.now();
  if (wait > 0) return lookAgain(deps, ref, wait);
  if (await isLeftAlone(deps, record))
    return deps.tell({ type: 'revert-answered', target: ref, refused: true });
  await orRefused(deps, record, base, async () => {
    const until = await proposeRevert(deps, record, base, again === undefined ? undefined : againOf(again));
    if (until !== undefined) await lookAgain(deps, ref, until - deps.clock.now());
  });
}

/** Codes of refusals that the repository's maintainers can resolve. */
const REFUSALS = ['forbidden', 'invalid', 'ambiguous'];

/** Reports a final refusal by GitHub; the queue tries again after any other. */
async function orRefused(deps: DriftDeps, drift: DriftRecord, base: Base, work: () => Promise<void>) {
  const latest = async () => (await deps.drifts.find(drift.repository.id, drift.target)) ?? drift;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OpsError) || error.retryable || !REFUSALS.includes(error.code)) throw error;
    return tellRefusal(deps, await latest(), base, error);
  }
  await tellAccepted(deps, drift);
  const { refused, ...accepted } = await latest();
  if (refused !== undefined) await deps.drifts.save(accepted);
}

function againOf(text: string): Again {
  return { text, milliseconds: milliseconds(text) };
}

const UNKNOWN_AGAIN = 60_000;

function lookAgain(deps: DriftDeps, ref: TargetRef, after: number): Promise<void> {
  return deps.jobs.enqueue('detect-drift', ref, { key: refKey(ref), after });
}

async function isSyncing({ syncs }: Pick<DriftDeps, 'syncs'>, ref: TargetRef): Promise<boolean> {
  return (await syncs.unfinished(ref)).length > 0;
}

async function forget(deps: DriftDeps, ref: TargetRef): Promise<void> {
  await deps.syncs.forget(ref.repository.id, ref.target);
  await deps.drifts.remove(ref.repository.id, ref.target);
  deps.watches.drop(ref);
  deps.tell({ type: 'target-forgotten', target: ref });
}

/** @throws OpsError `invalid-config` for a missing or unreadable configuration: neither means a removed target */
async function configOf(base: Base) {
  const config = await base.config();
  if (config !== undefined) return config;
  throw new OpsError({
    code: 'invalid-config',
    subject: `.github/plumbline.yml at ${base.tip.slice(0, 7)}`,
    message:
      'there is none any more, so drift cannot be judged. Add it again, or remove the App from the repository.',
  });
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `10m` in milliseconds. The configuration's schema has checked its form. */
function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * UNITS[duration.slice(-1) as keyof typeof UNITS];
}

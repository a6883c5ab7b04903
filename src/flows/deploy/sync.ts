import { describeChange } from '../../core/change/change.ts';
import { describeSubject } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import { isRestOf } from '../../core/plan/is-rest-of.ts';
import { type Plan, type TargetPlan, type Unknown, differences, obstacles } from '../../core/plan/plan.ts';
import type { SyncReport } from '../../core/sync/outcome.ts';
import type { Target } from '../../core/target/target.ts';
import type { ApplyOptions, ApplyResult, Prepared, Session } from '../../ports/engine.ts';
import type { Source } from '../../ports/source.ts';
import { type Engines, planTarget, withSession } from '../plan-target.ts';

export interface SyncRequest extends ApplyOptions {
  readonly target: Target;
  readonly source: Source;
  /** The fingerprint of the approved plan. */
  readonly approved: string;
  /** Called when the plan made now is the approved one, before anything is applied. */
  readonly accepted?: () => Promise<void>;
  /** Called when all is applied, before live is compared with the source. */
  readonly applied?: () => Promise<void>;
}

/**
 * Applies the approved plan, or stops as stale when the plan made now is another one.
 * @throws OpsError when the target, or a part of it, cannot be planned: nothing is applied then.
 */
export async function sync(engines: Engines, request: SyncRequest): Promise<SyncReport> {
  const { target, source } = request;
  const done = await withSession(engines, target, (session) => applyApproved(session, request));
  if (done.status !== 'applied') return done;
  const { result } = done;
  await request.applied?.();
  request.observe({ type: 'verifying' });
  const next = await planTarget(engines, target, { source, purpose: 'drift' });
  return { ...result, ...verdict(result, next) };
}

type Applied = { readonly status: 'applied'; readonly result: ApplyResult };

/** Applies what was approved; live is compared with the source afterwards, unless the sync has ended already. */
async function applyApproved(session: Session, request: SyncRequest): Promise<SyncReport | Applied> {
  const prepared = await planToApply(session, request);
  refuseUnknown(prepared.plan, obstacles(prepared.plan));
  if (!isApproved(prepared.plan, request)) {
    refuseUnknown(prepared.plan, prepared.plan.unknown);
    return { status: 'stale', approved: request.approved, plan: prepared.plan };
  }
  await request.accepted?.();
  const result = await session.apply(prepared, request);
  if (result.outcomes.some(({ result: end }) => end === 'failed' || end === 'skipped')) {
    return { status: 'failed', ...result, remaining: [] };
  }
  // A plan without a difference is its own verification.
  if (result.outcomes.length === 0 && differences(prepared.plan).length === 0) {
    return { status: 'synced', ...result, remaining: [] };
  }
  return { status: 'applied', result };
}

/** A plan that differs from the approved one is made again in full, so that the differences can be shown. */
async function planToApply(session: Session, request: SyncRequest): Promise<Prepared> {
  const { source } = request;
  const quick = await session.plan({ source, purpose: 'verify' });
  return quick.plan.unknown.length === 0 && isApproved(quick.plan, request)
    ? quick
    : session.plan({ source, purpose: 'preview' });
}

function isApproved(plan: Plan, { approved, begun }: SyncRequest): boolean {
  return plan.fingerprint === approved || (begun !== undefined && isRestOf(begun, plan));
}

function refuseUnknown(plan: Plan, unknown: readonly Unknown[]): void {
  if (unknown.length === 0) return;
  const reasons = unknown.map(({ message }) => message).join('\n');
  throw new OpsError({
    code: 'invalid',
    subject: `target ${plan.target}`,
    message: `nothing was applied, since not all of it could be planned:\n${reasons}`,
  });
}

function verdict(
  result: ApplyResult,
  next: TargetPlan,
): { status: 'synced' | 'degraded'; remaining: string[] } {
  const remaining = next.status === 'failed' ? [next.message] : remainingOf(next.plan);
  const good = result.unhealthy.length === 0 && remaining.length === 0;
  return { status: good ? 'synced' : 'degraded', remaining };
}

function remainingOf(plan: Plan): string[] {
  return [
    ...differences(plan).map(describeChange),
    ...(plan.hooks ?? []).map(({ subject }) => `run ${describeSubject(subject)}`),
    ...plan.unknown.map(({ message }) => message),
  ];
}

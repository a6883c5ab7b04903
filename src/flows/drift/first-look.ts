import { type TargetPlan, verdictOf } from '../../core/plan/plan.ts';
import type { TargetRef } from '../../core/refs.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Tell } from '../../ports/events.ts';
import type { SyncRecord, SyncRecords } from '../../ports/records/sync-records.ts';
import { firstDeployCheck, lookedAfter, notDeployedYet } from '../../report/model/first-deploy.ts';
import type { Base } from '../configuration/read-base.ts';
import type { ConfiguredTarget } from '../find-target.ts';
import { type Engines, planTarget } from '../plan-target.ts';

export interface FirstLookDeps {
  readonly syncs: Pick<SyncRecords, 'create'>;
  readonly engines: Engines;
  readonly clock: Pick<Clock, 'now'>;
  readonly checks: Pick<Checks, 'publish'>;
  readonly tell: Tell;
}

/**
 * Plans a target without any recorded sync. Where live agrees already, the target counts as synced: from now on a
 * difference is drift. Otherwise it is not deployed yet, and a check on the default branch's tip says so.
 */
export async function firstLook(
  deps: FirstLookDeps,
  ref: TargetRef,
  { commits, tip }: Base,
  { target, environment }: ConfiguredTarget,
): Promise<SyncRecord | undefined> {
  const answer = await planTarget(deps.engines, target, {
    source: await commits.source(tip),
    purpose: 'drift',
  });
  if (answer.status === 'failed' || verdictOf(answer.plan) !== 'clean')
    return sayUndeployed(deps, ref, tip, { path: target.path, answer });
  await sayDeployed(deps, ref, tip);
  const createdAt = deps.clock.now();
  const record = { ...ref, environment: environment.name, commit: tip, approvers: [], createdAt };
  return deps.syncs.create({ ...record, state: 'synced' });
}

async function sayUndeployed(
  { checks, tell }: FirstLookDeps,
  ref: TargetRef,
  tip: string,
  { path, answer }: { readonly path: string; readonly answer: TargetPlan },
): Promise<undefined> {
  tell({ type: 'target-looked-at', target: ref, deployed: false });
  const check = { name: firstDeployCheck(ref.target), conclusion: 'neutral' } as const;
  await checks.publish(ref.repository, tip, {
    ...check,
    ...notDeployedYet({ id: ref.target, path }, answer),
  });
}

/** Turns an existing "not deployed yet" check of a commit into a success. */
export async function sayDeployed(
  { checks }: Pick<FirstLookDeps, 'checks'>,
  { repository, target }: TargetRef,
  commit: string,
): Promise<void> {
  const check = { name: firstDeployCheck(target), conclusion: 'success', ...lookedAfter(target) } as const;
  await checks.publish(repository, commit, check, { ifThere: true });
}

import { driftFile } from '../core/drift-file.ts';
import type { DriftPulls } from '../ports/drift-pulls.ts';
import type { DriftRecord, DriftRecords } from '../ports/drift-records.ts';
import type { TargetRef } from '../ports/jobs.ts';
import { driftGone, driftPull } from '../report/drift.ts';
import type { Base } from './read-base.ts';

export interface RevertDeps {
  readonly driftPulls: DriftPulls;
  readonly drifts: DriftRecords;
  /** Live has changed under open pull requests that touch the target: what they were said to change is old. */
  readonly previewsTouching: (target: TargetRef) => Promise<void>;
}

/** Opens the one pull request whose merge puts live back, or brings it up to date. */
export async function proposeRevert(deps: RevertDeps, drift: DriftRecord, base: Base): Promise<void> {
  if (drift.plan === undefined)
    throw new Error(`The drift of ${drift.target} has no plan to revert it with.`);
  const since = new Date(drift.since).toISOString();
  const { title, body, message, file } = driftPull({ ...drift, plan: drift.plan, since });
  const path = driftFile(drift.target);
  // Merged already: its sync has just not begun yet, or has said why it failed.
  if ((await (await base.commits.source(base.tip)).file(path)) === file) return;
  const { number } = await deps.driftPulls.propose(drift.repository, {
    branch: branchOf(drift.target),
    base: { branch: base.branch, sha: base.tip },
    file: { path, text: file },
    message,
    title,
    body,
  });
  if (drift.pull !== number) await deps.drifts.save({ ...drift, pull: number });
}

/** Live is as Git says again: the pull request has nothing left to do. */
export async function closeRevert({ driftPulls }: RevertDeps, drift: DriftRecord): Promise<void> {
  const { repository, target } = drift;
  const number = drift.pull ?? (await driftPulls.find(repository, branchOf(target)));
  if (number !== undefined) await driftPulls.close({ repository, number }, driftGone(drift));
}

function branchOf(target: string): string {
  return `plumbline/drift/${target}`;
}

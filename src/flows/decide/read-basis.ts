import { type Basis, withSay } from '../../core/gate/basis.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { ApprovalRecords } from '../../ports/records/approval-records.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import type { Base } from '../configuration/read-base.ts';

export interface BasisDeps {
  readonly previews: Pick<PreviewRecords, 'ofHeads'>;
  readonly approvals: Pick<ApprovalRecords, 'ofPull'>;
}

/** Reads the inputs of a commit's checks. */
export async function readBasis(
  { previews, approvals }: BasisDeps,
  { repository, commit }: JobData['decide-commit'],
  all: readonly PullRequest[],
  { inForce }: Pick<Base, 'inForce'>,
): Promise<Basis<PullRequest>> {
  const pulls = withSay(all);
  const plans = await previews.ofHeads(repository.id, [commit]);
  const presses: number[] = [];
  for (const pull of pulls) {
    const pressed = await approvals.ofPull(pull);
    presses.push(...pressed.flatMap(({ at, shownAt = 0 }) => [at, shownAt]));
  }
  return { inForce: inForce.id, pulls, plans: plans.map(({ id }) => id), presses };
}

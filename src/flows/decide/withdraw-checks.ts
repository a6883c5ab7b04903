import type { Checks } from '../../ports/checks.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { checkName } from '../../report/github/check.ts';
import { environmentGone, noPullRequest } from '../../report/github/withdrawn.ts';
import type { Base } from '../configuration/read-base.ts';

export interface WithdrawDeps {
  readonly checks: Pick<Checks, 'publish'>;
  readonly previews: Pick<PreviewRecords, 'ofHeads'>;
}

/**
 * Withdraws the checks of a commit that is no longer the head of any pull request into the default branch: they must
 * not let another pull request pass. A run in progress takes the place of each.
 */
export async function withdraw(
  deps: WithdrawDeps,
  { repository, commit }: JobData['decide-commit'],
  { branch }: Pick<Base, 'branch'>,
): Promise<void> {
  const records = await deps.previews.ofHeads(repository.id, [commit]);
  const last = new Map(records.map(({ environment, pull }) => [environment, pull]));
  for (const [environment, pull] of last) {
    const check = { name: checkName(environment), reference: { pull }, ...noPullRequest(branch) };
    await deps.checks.publish(repository, commit, check, { ifThere: true });
  }
}

/** Concludes the checks of removed environments. */
export async function closeGone(
  deps: WithdrawDeps,
  { repository, commit }: JobData['decide-commit'],
  environments: readonly string[],
): Promise<void> {
  const records = await deps.previews.ofHeads(repository.id, [commit]);
  const gone = records.filter(({ environment }) => !environments.includes(environment));
  const last = new Map(gone.map(({ environment, pull }) => [environment, pull]));
  for (const [environment, pull] of last) {
    const check = { name: checkName(environment), reference: { pull }, ...environmentGone(environment) };
    await deps.checks.publish(repository, commit, check, { ifThere: true });
  }
}

import { changedEnvironments } from '../../core/configuration/change.ts';
import { OpsError } from '../../core/errors.ts';
import { approvedChanges } from '../../core/gate/judge.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { PullRequest, Repositories } from '../../ports/pulls.ts';
import type { ConfigurationRecords } from '../../ports/records/configuration-records.ts';
import type { Judged } from '../decide/judge-pull.ts';
import { lookAtDrift } from '../jobs-for.ts';
import { type RecordDeps, readableConfigOf, recordAt } from './configuration-in-force.ts';
import type { Base } from './read-base.ts';

export interface BringDeps extends RecordDeps {
  readonly configuration: Pick<Configuration, 'find' | 'parse'>;
  readonly configurations: Pick<ConfigurationRecords, 'advance' | 'settled'>;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
}

/**
 * Puts the configuration of a merged pull request in force, if the earlier gates let every change of it pass: exactly
 * these changes, and all of them.
 * @returns the base with the configuration in force from now on
 */
export async function bringIntoForce(
  deps: BringDeps,
  pull: PullRequest & { readonly mergeCommit: string },
  base: Base,
  judged: readonly Judged[],
): Promise<Base> {
  if (!judged.some(({ record }) => record?.configuration !== undefined)) return base;
  const { repository, number, mergeCommit: commit } = pull;
  const next = await recordAt(deps, repository, base.commits, {
    commit,
    because: 'pull-request',
    since: base.readAt,
    pull: number,
  });
  const proposed = next.file && deps.configuration.parse(next.file, commit.slice(0, 7));
  const due = changedEnvironments(readableConfigOf(deps.configuration, base.inForce), proposed);
  if (due.length === 0) return base;
  const approvers = approvedChanges(due, judged);
  if (approvers === undefined) return base;
  return advance(deps, base, repository, { ...next, approvers });
}

/** @throws OpsError `conflict` (retryable) when another one came into force meanwhile */
export async function advance(
  deps: BringDeps,
  base: Base,
  repository: PullRequest['repository'],
  next: Awaited<ReturnType<typeof recordAt>>,
): Promise<Base> {
  const inForce = await deps.configurations.advance(next, base.inForce.id);
  if (inForce.commit !== next.commit) throw outrun(repository.name);
  const key = String(repository.id);
  // Plans made under the previous configuration are made anew; the branch's check shows the new one in force.
  await deps.jobs.enqueue('refresh', { repository }, { key });
  await deps.jobs.enqueue('configuration', { repository }, { key });
  const config = readableConfigOf(deps.configuration, inForce);
  for (const { id } of config?.environments.flatMap(({ targets }) => targets) ?? [])
    await lookAtDrift(deps.jobs, repository, id);
  const { readAt } = await deps.repositories.defaultBranch(repository);
  await deps.configurations.settled(inForce.id, readAt);
  return { ...base, inForce, config: async () => config };
}

function outrun(repository: string): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `configuration of ${repository}`,
    message: 'another one came into force meanwhile. It is looked at again.',
    retryable: true,
  });
}

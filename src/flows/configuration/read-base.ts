import type { RepositoryRef } from '../../core/refs.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Commits, Mirror } from '../../ports/mirror.ts';
import type { Repositories } from '../../ports/pulls.ts';
import type { ConfigurationRecord } from '../../ports/records/configuration-records.ts';
import { type InForceDeps, configOf, configurationInForce } from './configuration-in-force.ts';

export interface BaseDeps extends InForceDeps {
  readonly configuration: Pick<Configuration, 'find' | 'parse'>;
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
  readonly mirror: Mirror;
}

/** The default branch as it is now, and the configuration that judges its pull requests. */
export interface Base {
  readonly branch: string;
  /** The commit at its tip: 40 hexadecimal digits. */
  readonly tip: string;
  /** GitHub's time when it named the default branch. */
  readonly readAt: number;
  readonly commits: Commits;
  readonly inForce: ConfigurationRecord;
  /** The configuration in force; undefined where there is none. @throws OpsError `invalid-config` */
  config(): Promise<Config | undefined>;
}

/** The default branch's name, and the configuration that judges the pull requests into it. */
export type Judge = Pick<Base, 'branch' | 'inForce'>;

/** @param pulls pull requests whose heads are fetched too */
export async function readBase(
  deps: BaseDeps,
  repository: RepositoryRef,
  pulls: readonly number[] = [],
): Promise<Base> {
  const { name: branch, readAt } = await deps.repositories.defaultBranch(repository);
  const commits = await deps.mirror.fetch(repository, { branches: [branch], pulls });
  const tip = commits.branch(branch);
  const read = async () => ({ commits, tip });
  const inForce = await configurationInForce(deps, repository, { readAt, read });
  return { branch, tip, readAt, commits, inForce, config: async () => configOf(deps.configuration, inForce) };
}

/** Git is asked only for a configuration without a record. */
export async function readJudge(deps: BaseDeps, repository: RepositoryRef): Promise<Judge> {
  const { name: branch, readAt } = await deps.repositories.defaultBranch(repository);
  const read = async () => {
    const commits = await deps.mirror.fetch(repository, { branches: [branch] });
    return { commits, tip: commits.branch(branch) };
  };
  return { branch, inForce: await configurationInForce(deps, repository, { readAt, read }) };
}

import type { Config } from '../core/environment.ts';
import type { Configuration } from '../ports/configuration.ts';
import type { RepositoryRef } from '../ports/jobs.ts';
import type { Commits, Mirror } from '../ports/mirror.ts';
import type { Repositories } from '../ports/pulls.ts';

export interface BaseDeps {
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
  readonly mirror: Mirror;
  readonly configuration: Configuration;
}

/** The default branch as it is now, and what it says that is to be looked after. */
export interface Base {
  readonly branch: string;
  /** Where it stands: 40 hexadecimal digits. */
  readonly tip: string;
  readonly commits: Commits;
  /**
   * Read from the default branch only, so that no pull request can change what judges it.
   * Undefined where there is none. @throws OpsError `invalid-config`
   */
  config(): Promise<Config | undefined>;
}

/** @param pulls whose heads are to be fetched too */
export async function readBase(
  { repositories, mirror, configuration }: BaseDeps,
  repository: RepositoryRef,
  pulls: readonly number[] = [],
): Promise<Base> {
  const branch = await repositories.defaultBranch(repository);
  const commits = await mirror.fetch(repository, { branches: [branch], pulls });
  const tip = commits.branch(branch);
  return { branch, tip, commits, config: async () => configuration.read(await commits.source(tip)) };
}

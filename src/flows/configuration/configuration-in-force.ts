import { OpsError } from '../../core/errors.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Commits } from '../../ports/mirror.ts';
import type { ConfigurationRecord, ConfigurationRecords } from '../../ports/records/configuration-records.ts';

export interface InForceDeps {
  readonly configuration: Configuration;
  readonly configurations: ConfigurationRecords;
  /** The commit that the server's own file puts in force, where nobody is left who could approve another one. */
  readonly setByServer: (repository: RepositoryRef) => string | undefined;
  readonly clock: Clock;
}

/**
 * The configuration that judges a repository: recorded, and never simply the one of the default branch. Of a repository
 * that is seen for the first time it is the branch's, since whoever installed the App had that before them.
 * @param tip where the default branch stands
 * @param readAt GitHub's time when it was read
 */
export async function configurationInForce(
  deps: InForceDeps,
  repository: RepositoryRef,
  commits: Commits,
  { tip, readAt }: { readonly tip: string; readonly readAt: number },
): Promise<ConfigurationRecord> {
  const { configurations } = deps;
  const known = await configurations.inForce(repository.id);
  const set = deps.setByServer(repository);
  if (set !== undefined && !(await configurations.setByServer(repository.id, set))) {
    const record = await recordAt(deps, repository, commits, {
      commit: set,
      because: 'server',
      since: readAt,
    });
    return configurations.advance(record, known?.id);
  }
  if (known !== undefined) return known;
  const before = await configurations.judgedBefore(repository.id);
  const commit = before !== undefined && (await commits.contains(tip, before)) ? before : tip;
  const first = await recordAt(deps, repository, commits, {
    commit,
    because: 'first-seen',
    since: readAt,
  });
  return configurations.advance(first, undefined);
}

interface Reason extends Pick<ConfigurationRecord, 'commit' | 'because' | 'since' | 'pull'> {
  readonly approvers?: readonly string[];
}

/** The configuration of a commit, to be put in force. */
export async function recordAt(
  { configuration, clock }: Pick<InForceDeps, 'configuration' | 'clock'>,
  repository: RepositoryRef,
  commits: Commits,
  reason: Reason,
): Promise<Omit<ConfigurationRecord, 'id'>> {
  const file = await configuration.find(await commits.source(reason.commit));
  return {
    repository: repository.id,
    ...(file !== undefined && { file }),
    approvers: [],
    ...reason,
    at: clock.now(),
  };
}

/** What a recorded configuration says; undefined where its commit has none. @throws OpsError `invalid-config` */
export function configOf(configuration: Configuration, record: ConfigurationRecord): Config | undefined {
  const { file, commit } = record;
  return file && configuration.parse(file, `${commit.slice(0, 7)}, the configuration in force`);
}

export function isReadable(configuration: Configuration, record: ConfigurationRecord): boolean {
  return record.file === undefined || readableConfigOf(configuration, record) !== undefined;
}

/** The same where one that cannot be read, as after an upgrade, is as good as none: then administrators judge. */
export function readableConfigOf(
  configuration: Configuration,
  record: ConfigurationRecord,
): Config | undefined {
  try {
    return configOf(configuration, record);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid-config') return undefined;
    throw error;
  }
}

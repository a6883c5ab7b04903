import { OpsError } from '../../core/errors.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { Commits } from '../../ports/mirror.ts';
import type { ConfigurationRecord, ConfigurationRecords } from '../../ports/records/configuration-records.ts';

export interface RecordDeps {
  readonly configuration: Pick<Configuration, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface InForceDeps extends RecordDeps {
  readonly configurations: Pick<ConfigurationRecords, 'inForce' | 'setByServer' | 'judgedBefore' | 'advance'>;
  /** The commit that the server's own file puts in force, where nobody is left to approve another configuration. */
  readonly setByServer: (repository: RepositoryRef) => string | undefined;
}

interface Branch {
  /** GitHub's time when the branch was read. */
  readonly readAt: number;
  /** Reads the commits of the default branch; only a configuration without a record needs them. */
  readonly read: () => Promise<{ readonly commits: Commits; readonly tip: string }>;
}

/**
 * The configuration that judges a repository: a record, never simply the default branch's. A repository seen for the
 * first time starts with the branch's, which its installer had before them.
 */
export async function configurationInForce(
  deps: InForceDeps,
  repository: RepositoryRef,
  { readAt, read }: Branch,
): Promise<ConfigurationRecord> {
  const { configurations } = deps;
  const known = await configurations.inForce(repository.id);
  const set = deps.setByServer(repository);
  if (set !== undefined && !(await configurations.setByServer(repository.id, set))) {
    const { commits } = await read();
    const record = await recordAt(deps, repository, commits, {
      commit: set,
      because: 'server',
      since: readAt,
    });
    return configurations.advance(record, known?.id);
  }
  if (known !== undefined) return known;
  const { commits, tip } = await read();
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

/** A record of a commit's configuration, to be put in force. */
export async function recordAt(
  { configuration, clock }: RecordDeps,
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

type Parser = Pick<Configuration, 'parse'>;

/** The configuration of a record; undefined where its commit has none. @throws OpsError `invalid-config` */
export function configOf(configuration: Parser, record: ConfigurationRecord): Config | undefined {
  const { file, commit } = record;
  return file && configuration.parse(file, `${commit.slice(0, 7)}, the configuration in force`);
}

export function isReadable(configuration: Parser, record: ConfigurationRecord): boolean {
  return record.file === undefined || readableConfigOf(configuration, record) !== undefined;
}

/** The configuration of a record; an unreadable one, as after an upgrade, counts as none: administrators judge. */
export function readableConfigOf(configuration: Parser, record: ConfigurationRecord): Config | undefined {
  try {
    return configOf(configuration, record);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid-config') return undefined;
    throw error;
  }
}

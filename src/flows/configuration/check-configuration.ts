import { OpsError } from '../../core/errors.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { Source } from '../../ports/source.ts';
import { CONFIGURATION_CHECK } from '../../report/github/check.ts';
import { problemReport } from '../../report/github/replies.ts';

export interface ConfigurationDeps {
  readonly configuration: Pick<Configuration, 'find' | 'parse'>;
  readonly checks: Pick<Checks, 'publish'>;
}

export type Proposed = { readonly config: Config | undefined };

/**
 * Reports in a check whether the proposed configuration can be read, before it judges everything.
 * Where the proposal leaves the configuration alone, only an existing check is updated: an earlier failure is cleared.
 * @returns the proposed configuration, or why it cannot be read; undefined where the configuration is left alone
 */
export async function checkConfiguration(
  { configuration, checks }: ConfigurationDeps,
  pull: PullRequest,
  proposed: Source,
  touched: boolean,
): Promise<Proposed | OpsError | undefined> {
  const read = touched ? await readProposed(configuration, proposed) : undefined;
  const report =
    read instanceof OpsError
      ? { conclusion: 'failure' as const, ...problemReport(read.message) }
      : {
          conclusion: 'success' as const,
          title: 'The configuration is valid',
          summary: "Every key is known. What judges it says each environment's own check.",
        };
  const { conclusion, title, summary } = report;
  const check = { name: CONFIGURATION_CHECK, reference: { pull: pull.number }, conclusion, title, summary };
  // A merged pull request gets none: its head may be the branch's tip, whose own check says what is in force.
  if (pull.state === 'open')
    await checks.publish(pull.repository, pull.head.sha, check, { ifThere: !touched });
  return read;
}

/** The configuration of a source, or why it cannot be read. */
export async function readProposed(
  configuration: ConfigurationDeps['configuration'],
  source: Source,
): Promise<Proposed | OpsError> {
  try {
    const file = await configuration.find(source);
    return { config: file && configuration.parse(file, source.description) };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return error;
  }
}

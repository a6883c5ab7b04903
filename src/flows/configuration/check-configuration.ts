import { OpsError } from '../../core/errors.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Checks } from '../../ports/checks.ts';
import type { Configuration } from '../../ports/configuration.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { Source } from '../../ports/source.ts';
import { CONFIGURATION_CHECK } from '../../report/github/check.ts';
import { problemReport } from '../../report/github/replies.ts';

export interface ConfigurationDeps {
  readonly configuration: Configuration;
  readonly checks: Checks;
}

export type Proposed = { readonly config: Config | undefined };

/**
 * Says whether the configuration that is proposed can be read, before it is what everything is judged by.
 * Where the proposal leaves it alone, only an earlier complaint is taken back.
 * @returns what is proposed, or why it cannot be read; undefined where the configuration is left alone
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
  // What is merged is the branch's, whose check says whether it is in force: its head may be the very same commit.
  if (pull.state === 'open')
    await checks.publish(pull.repository, pull.head.sha, check, { ifThere: !touched });
  return read;
}

/** What a source proposes, or why it cannot be read. */
export async function readProposed(
  configuration: Configuration,
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

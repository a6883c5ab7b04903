import { OpsError } from '../core/errors.ts';
import type { Checks } from '../ports/checks.ts';
import type { Configuration } from '../ports/configuration.ts';
import type { PullRequest } from '../ports/pulls.ts';
import type { Source } from '../ports/source.ts';
import { CONFIGURATION_CHECK } from '../report/check.ts';
import { problemReport } from '../report/replies.ts';

export interface ConfigurationDeps {
  readonly configuration: Configuration;
  readonly checks: Checks;
}

/**
 * Says whether the configuration that is proposed can be read, before it is what everything is judged by.
 * Where the proposal leaves it alone, only an earlier complaint is taken back.
 */
export async function checkConfiguration(
  { configuration, checks }: ConfigurationDeps,
  pull: PullRequest,
  proposed: Source,
  changed: readonly string[],
): Promise<void> {
  const touched = configuration.paths.some((path) => changed.includes(path));
  const problem = touched ? await problemOf(configuration, proposed) : undefined;
  const report =
    problem === undefined
      ? {
          conclusion: 'success' as const,
          title: 'The configuration is valid',
          summary: 'Every key is known.',
        }
      : { conclusion: 'failure' as const, ...problemReport(problem) };
  const { conclusion, title, summary } = report;
  const check = { name: CONFIGURATION_CHECK, reference: { pull: pull.number }, conclusion, title, summary };
  await checks.publish(pull.repository, pull.head.sha, check, { ifThere: !touched });
}

async function problemOf(configuration: Configuration, proposed: Source): Promise<string | undefined> {
  try {
    await configuration.read(proposed);
    return undefined;
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return error.message;
  }
}

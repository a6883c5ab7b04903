import { describeProblem } from '../config/problem.ts';
import { OpsError } from '../core/errors.ts';
import { printJson } from '../core/json/json.ts';
import { plural } from '../report/words/words.ts';
import type { CliDeps } from './deps.ts';
import { type ExitCode, EXIT } from './exit-code.ts';

export interface ValidateOptions {
  readonly output: 'text' | 'json';
}

/** `plumb validate`: checks the checkout's configuration, and reports each problem with its place. */
export async function validate(deps: CliDeps, options: ValidateOptions): Promise<ExitCode> {
  const repository = await deps.repositoryAt(deps.cwd);
  const source = repository?.workingSource() ?? deps.folderSource(deps.cwd);
  const found = await deps.configuration.find(source);
  if (found === undefined) throw missing(source.description);
  const result = await deps.configuration.checkIn(source, found);
  const problems = result.status === 'ok' ? [] : result.problems;
  if (options.output === 'json') {
    deps.terminal.out(printJson({ version: 1, file: found.path, valid: problems.length === 0, problems }, 2));
  } else if (result.status === 'ok') {
    const targets = result.config.environments.flatMap((environment) => environment.targets);
    deps.terminal.out(
      `${found.path}: valid. ${plural(result.config.environments.length, 'environment')}, ${plural(targets.length, 'target')}.`,
    );
  } else {
    for (const problem of problems) deps.terminal.err(describeProblem(problem));
  }
  return problems.length === 0 ? EXIT.clean : EXIT.unknown;
}

function missing(where: string): OpsError {
  return new OpsError({
    code: 'not-found',
    subject: `.github/plumbline.yml in ${where}`,
    message:
      'there is none. Write one (see docs/configuration.md), or run the command in a repository that has one.',
  });
}

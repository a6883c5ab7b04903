import { OpsError } from '../core/errors.ts';
import { isEmpty, verdictOf } from '../core/plan/plan.ts';
import type { Preview } from '../core/plan/preview.ts';
import type { Target } from '../core/target/target.ts';
import { preview } from '../flows/preview/preview.ts';
import type { Repository } from '../ports/repository.ts';
import type { Source } from '../ports/source.ts';
import { previewJson } from '../report/json.ts';
import { previewMarkdown } from '../report/markdown/markdown.ts';
import { previewText } from '../report/terminal/text.ts';
import { contextsOf } from './contexts-of.ts';
import type { CliDeps } from './deps.ts';
import type { Output } from './diff.ts';
import { type ExitCode, EXIT } from './exit-code.ts';
import { knownEnvironment } from './known-environment.ts';
import { ownTarget } from './own-target.ts';
import { type TargetOptions, ownFlags } from './target-options.ts';

export interface PreviewOptions extends TargetOptions {
  readonly output: Output;
  /** A folder to preview alone, whatever the configuration says. */
  readonly path?: string;
}

/** `plumb preview [BASE...HEAD]`: shows the comment of a pull request. */
export async function previewRange(
  deps: CliDeps,
  range: string | undefined,
  options: PreviewOptions,
): Promise<ExitCode> {
  const repository = await checkoutAround(deps);
  const { base, proposed, changed } = await repository.propose(...endsOf(range));
  const { path } = options;
  const targets =
    path === undefined ? await configured(deps, base, proposed, options) : [await own(deps, path, options)];
  const engines = await deps.engines({ ...options, contexts: contextsOf(targets, options) });
  const answer = await preview(engines, { base, proposed, targets, changed });
  for (const plan of plansOf(answer)) await deps.records.save(plan);
  const print = { text: previewText, markdown: previewMarkdown, json: previewJson }[options.output];
  deps.terminal.out(print(answer, deps.terminal.outStyle));
  return exitCode(answer);
}

async function checkoutAround(deps: CliDeps): Promise<Repository> {
  const repository = await deps.repositoryAt(deps.cwd);
  if (repository !== undefined) return repository;
  throw new OpsError({
    code: 'not-found',
    subject: deps.cwd,
    message:
      'it is in no Git repository. Run the command in one, or compare a folder with: plumb diff PATH --context NAME.',
  });
}

function endsOf(range: string | undefined): [string | undefined, string | undefined] {
  if (range === undefined) return [undefined, undefined];
  const [base = '', head = '', ...more] = range.split('...');
  if (more.length > 0 || range.replace('...', '').includes('..')) {
    throw new OpsError({
      code: 'usage',
      subject: range,
      message: 'a range is written BASE...HEAD, with three dots: plumb preview main...my-branch.',
    });
  }
  return [base || undefined, head || undefined];
}

/** The targets in the base's configuration: a proposal must not change the configuration that judges it. */
async function configured(
  deps: CliDeps,
  base: Source,
  proposed: Source,
  options: PreviewOptions,
): Promise<Target[]> {
  const config = await deps.configuration.load(base);
  if (config === undefined) throw await notConfigured(deps, base, proposed);
  const given = ownFlags(options) ?? (options.name === undefined ? undefined : '--name');
  if (given !== undefined) throw ofOneFolder(given);
  return knownEnvironment(config, options.environment).flatMap(({ targets }) => targets);
}

function ofOneFolder(given: string): OpsError {
  return new OpsError({
    code: 'usage',
    subject: given,
    message:
      'the targets are configured in .github/plumbline.yml. Change it there, or preview one folder with --path DIR.',
  });
}

async function notConfigured(deps: CliDeps, base: Source, proposed: Source): Promise<OpsError> {
  const isNew = (await deps.configuration.load(proposed)) !== undefined;
  const reason = isNew ? 'it is only in the proposal, and is read from the base' : 'there is none';
  return new OpsError({
    code: 'not-found',
    subject: `.github/plumbline.yml at ${base.description}`,
    message: `${reason}. Merge a configuration first, or preview one folder: plumb preview --path DIR --context NAME.`,
  });
}

function own(deps: CliDeps, folder: string, options: PreviewOptions): Promise<Target> {
  const path = folder.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
  return ownTarget(deps, { path, where: path, kind: 'folder' }, options);
}

function plansOf(answer: Preview) {
  return answer.targets.flatMap(({ preview }) => (preview.status === 'planned' ? [preview.plan] : []));
}

function exitCode(answer: Preview): ExitCode {
  const failed = answer.targets.some(({ preview }) => preview.status === 'failed');
  const plans = plansOf(answer);
  if (failed || plans.some((plan) => verdictOf(plan) === 'unknown')) return EXIT.unknown;
  return plans.some((plan) => !isEmpty(plan)) ? EXIT.different : EXIT.clean;
}

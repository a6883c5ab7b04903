import { Command, CommanderError, Option } from 'commander';
import { OpsError } from '../core/errors.ts';
import type { CliDeps } from './deps.ts';
import { type DiffOptions, diff } from './diff.ts';
import { type ExitCode, EXIT } from './exit-code.ts';
import { withAdvice } from './foreign-words.ts';
import { type PreviewOptions, previewRange } from './preview.ts';
import { seconds } from './read-option.ts';
import { serve } from './serve.ts';
import { type StatusOptions, status } from './status.ts';
import { type SyncOptions, syncPath } from './sync.ts';
import { addFileOption, addTargetOptions } from './target-options.ts';
import { type ValidateOptions, validate } from './validate.ts';

/** Runs one command line. @returns the exit code; every failure is printed by then. */
export async function run(deps: CliDeps, argv: readonly string[], version: string): Promise<ExitCode> {
  let exit: ExitCode = EXIT.clean;
  const program = createProgram(deps, version, (code) => (exit = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.unknown;
    if (!(error instanceof OpsError)) throw error;
    deps.terminal.err(deps.terminal.errStyle.danger('error: ') + error.message);
    return EXIT.unknown;
  }
}

/** The commands with their options; tests compare the documents with them. */
export function createProgram(deps: CliDeps, version: string, done: (code: ExitCode) => void): Command {
  const program = new Command('plumb')
    .description('Shows what a change would do to a live system, and does exactly that.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run with --help to see what it takes.')
    .configureOutput({
      writeOut: (text) => deps.terminal.out(text.trimEnd()),
      writeErr: (text) => deps.terminal.err(text.trimEnd()),
      outputError: (text, write) => write(withAdvice(text)),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 clean or done; 2 differences, not healthy, or a plan that nobody approved; 1 cannot tell, or failed.',
    );
  addDiff(program, deps, done);
  addPreview(program, deps, done);
  addSync(program, deps, done);
  addStatus(program, deps, done);
  addValidate(program, deps, done);
  addServe(program, deps, done);
  return program;
}

const output = (...formats: string[]) =>
  new Option('-o, --output <format>', 'how to print it').choices(formats).default('text');

const PATH = 'folder or file of manifests, chart or kustomization';

function addDiff(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  addTargetOptions(addFileOption(program.command('diff').argument('[path]', PATH)))
    .description('Show what a sync would change live.')
    .addOption(output('text', 'markdown', 'json'))
    .addHelpText(
      'after',
      '\nExamples:\n  plumb diff clusters/prod/shop --context prod-eu' +
        '\n  helm template shop | plumb diff -f - --context prod-eu --namespace shop' +
        '\n  plumb diff chart --context prod-eu -n shop --values prod.yaml --set image.tag=1.2',
    )
    .action(async (path: string | undefined, options: DiffOptions) => done(await diff(deps, path, options)));
}

function addPreview(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  addTargetOptions(
    program.command('preview').argument('[range]', 'BASE...HEAD (default: default branch...HEAD)'),
  )
    .description('Show what merging would change live: the comment that a pull request gets.')
    .option(
      '--path <folder>',
      "preview this folder alone: from the repository's root, and as no configuration describes it",
    )
    .addOption(output('text', 'markdown', 'json'))
    .addHelpText(
      'after',
      '\nExamples:\n  plumb preview\n  plumb preview main...my-branch --output markdown' +
        '\n  plumb preview --cluster prod-eu=arn:aws:eks:eu-west-1:1:cluster/prod' +
        '\n  plumb preview main...my-branch --path k8s --context prod-eu',
    )
    .action(async (range: string | undefined, options: PreviewOptions) =>
      done(await previewRange(deps, range, options)),
    );
}

function addSync(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  addTargetOptions(addFileOption(program.command('sync').argument('[path]', PATH)))
    .description('Show the plan, ask, apply exactly that plan, and wait until it is healthy.')
    .option('-y, --yes', 'apply without asking')
    .addOption(
      new Option('--plan <fingerprint>', 'apply only the plan with this fingerprint').conflicts('yes'),
    )
    .option('--timeout <seconds>', 'how long to wait for health', seconds, 300)
    .addOption(output('text', 'markdown', 'json'))
    .addHelpText(
      'after',
      '\nExamples:\n  plumb sync clusters/prod/shop --context prod-eu' +
        '\n  plumb sync clusters/prod/shop --context prod-eu --plan 0f2c9a…' +
        '\n  plumb sync -f web.yaml --context prod-eu --namespace shop --replace "Job migrate"',
    )
    .action(async (path: string | undefined, options: SyncOptions) =>
      done(await syncPath(deps, path, options)),
    );
}

function addStatus(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  addTargetOptions(
    program
      .command('status')
      .argument('[target]', 'ENVIRONMENT/NAME, NAME, or a path (default: all that are configured)'),
  )
    .description('Show of each target whether live is as declared, when it was synced, and its health.')
    .addOption(output('text', 'json'))
    .addHelpText(
      'after',
      '\nExamples:\n  plumb status\n  plumb status production/shop\n  plumb status k8s/shop --context prod-eu',
    )
    .action(async (target: string | undefined, options: StatusOptions) =>
      done(await status(deps, target, options)),
    );
}

function addValidate(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  program
    .command('validate')
    .description('Check .github/plumbline.yml.')
    .addOption(output('text', 'json'))
    .addHelpText('after', '\nExample:\n  plumb validate')
    .action(async (options: ValidateOptions) => done(await validate(deps, options)));
}

function addServe(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  program
    .command('serve')
    .description('Run the GitHub App.')
    .addHelpText('after', '\nIt is configured by environment variables and one file: see docs/github-app.md.')
    .action(async () => done(await serve(deps)));
}

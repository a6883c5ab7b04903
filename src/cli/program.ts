import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { OpsError } from '../core/errors.ts';
import type { CliDeps } from './deps.ts';
import { type DiffOptions, diff } from './diff.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type PreviewOptions, previewRange } from './preview.ts';
import { serve } from './serve.ts';
import { type SyncOptions, syncPath } from './sync.ts';
import { type ValidateOptions, validate } from './validate.ts';

/** Runs one command line. @returns the exit code; every failure has been told by then. */
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

function createProgram(deps: CliDeps, version: string, done: (code: ExitCode) => void): Command {
  const program = new Command('plumb')
    .description('Shows what a change would do to a live system, and does exactly that.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run with --help to see what it takes.')
    .configureOutput({
      writeOut: (text) => deps.terminal.out(text.trimEnd()),
      writeErr: (text) => deps.terminal.err(text.trimEnd()),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 clean, 2 differences (or a plan that is not approved), 1 cannot tell.',
    );
  addDiff(program, deps, done);
  addPreview(program, deps, done);
  addSync(program, deps, done);
  addValidate(program, deps, done);
  addServe(program, deps, done);
  return program;
}

const output = () =>
  new Option('-o, --output <format>', 'how to print it')
    .choices(['text', 'markdown', 'json'])
    .default('text');

function clusterOptions(command: Command): Command {
  return (
    command
      .option('--context <name>', 'the context of the kubeconfig')
      .option('--kubeconfig <file>', 'the kubeconfig (default: $KUBECONFIG, or ~/.kube/config)')
      .option('--environment <name>', 'the environment, where a path belongs to several')
      .option('--namespace <name>', 'the namespace of objects that name none')
      .option('--name <name>', 'the name under which the objects are kept together, where none is configured')
      .option('--release <name>', 'the release, where the folder holds a chart (default: the name)')
      .option('--values <file...>', 'values files of a chart, later ones over earlier ones')
      .option('--no-prune', 'leave objects that are no longer declared')
      // Absent must differ from "prune": a configured target says for itself.
      .addOption(new Option('--prune').default(undefined).hideHelp())
  );
}

function addDiff(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  clusterOptions(program.command('diff').argument('<path>', 'folder of manifests'))
    .description('Show what a sync of a folder would change live.')
    .addOption(output())
    .addHelpText('after', '\nExample:\n  plumb diff clusters/prod/shop --context prod-eu')
    .action(async (path: string, options: DiffOptions) => done(await diff(deps, path, options)));
}

function addPreview(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  clusterOptions(
    program.command('preview').argument('[range]', 'BASE...HEAD (default: default branch...HEAD)'),
  )
    .description('Show what merging would change live: the comment that a pull request gets.')
    .option('--path <folder>', 'preview this folder, where the repository configures no targets')
    .option(
      '--cluster <name=context>',
      'the context of a cluster named in the configuration',
      mapping,
      new Map(),
    )
    .addOption(output())
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

function mapping(text: string, known: Map<string, string>): Map<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('Write it as NAME=CONTEXT.');
  return new Map([...known, [text.slice(0, at), text.slice(at + 1)]]);
}

function addSync(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  clusterOptions(program.command('sync').argument('<path>', 'folder of manifests'))
    .description('Show the plan, ask, apply exactly that plan, and wait until it is healthy.')
    .option('-y, --yes', 'apply without asking')
    .addOption(
      new Option('--plan <fingerprint>', 'apply only the plan with this fingerprint').conflicts('yes'),
    )
    .option('--timeout <seconds>', 'how long to wait for health', seconds, 300)
    .addOption(output())
    .addHelpText(
      'after',
      '\nExamples:\n  plumb sync clusters/prod/shop --context prod-eu' +
        '\n  plumb sync clusters/prod/shop --context prod-eu --plan 0f2c9a…',
    )
    .action(async (path: string, options: SyncOptions) => done(await syncPath(deps, path, options)));
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Give a number of seconds above 0.');
  return value;
}

function addValidate(program: Command, deps: CliDeps, done: (code: ExitCode) => void): void {
  program
    .command('validate')
    .description('Check .github/plumbline.yml.')
    .addOption(
      new Option('-o, --output <format>', 'how to print it').choices(['text', 'json']).default('text'),
    )
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

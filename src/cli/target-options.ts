import { type Command, Option } from 'commander';
import type { IgnoreRule } from '../core/target/ignore-rules.ts';
import { ignoreRule, mapping, objectName, once, several } from './read-option.ts';

/** Options for the access to a cluster. */
export interface ReachOptions {
  readonly context?: string | undefined;
  /** Contexts by the name of the cluster in the configuration. */
  readonly cluster: ReadonlyMap<string, string>;
  readonly kubeconfig?: string | undefined;
  /** The user to act as. */
  readonly as?: string | undefined;
}

/** Options that make an unconfigured target. Absent must differ from "no": a configured target takes none of them. */
export interface OwnOptions {
  readonly namespace?: string | undefined;
  readonly prune?: boolean | undefined;
  readonly allowEmpty?: boolean | undefined;
  readonly replace?: readonly string[] | undefined;
  readonly confirmDelete?: readonly string[] | undefined;
  readonly ignore?: readonly IgnoreRule[] | undefined;
  /** For a chart, as the two below. */
  readonly release?: string | undefined;
  readonly values?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
}

export interface TargetOptions extends ReachOptions, OwnOptions {
  readonly environment?: string | undefined;
  readonly name?: string | undefined;
}

/** A target that is named by its path, or by `-f`. */
export interface PathOptions extends TargetOptions {
  readonly file?: string | undefined;
}

const FLAGS: Readonly<Record<keyof OwnOptions, string>> = {
  namespace: '--namespace',
  prune: '--prune',
  allowEmpty: '--allow-empty',
  replace: '--replace',
  confirmDelete: '--confirm-delete',
  ignore: '--ignore',
  release: '--release',
  values: '--values',
  set: '--set',
};

/** The given flags among these options: `--namespace and --prune`; undefined: none. */
export function ownFlags(options: OwnOptions): string | undefined {
  const given = (Object.keys(FLAGS) as (keyof OwnOptions)[]).filter((key) => options[key] !== undefined);
  return given.length === 0 ? undefined : given.map((key) => FLAGS[key]).join(' and ');
}

export function addFileOption(command: Command): Command {
  return command.option('-f, --file <file>', 'a file of manifests, or - for the standard input', once);
}

export function addTargetOptions(command: Command): Command {
  return command
    .option('--context <name>', 'the context of the kubeconfig (default: as a configured cluster is called)')
    .addOption(
      new Option('--cluster <name=context>', 'the context of a cluster that is configured (repeatable)')
        .argParser(mapping)
        .default(new Map<string, string>(), 'as it is called'),
    )
    .option('--kubeconfig <file>', 'the kubeconfig (default: $KUBECONFIG, or ~/.kube/config)')
    .option('--as <user>', 'the user to act as, which your own user must be allowed to')
    .option('--environment <name>', 'only this environment, as where a path belongs to several')
    .option('--name <name>', 'plan a target of its own under this name, also where one is configured')
    .optionsGroup('Of a target that no configuration describes:')
    .option('-n, --namespace <name>', 'the namespace of objects that name none')
    .option('--prune', 'delete objects that this target made and no longer declares (default: keep them)')
    .addOption(new Option('--no-prune').hideHelp())
    .option('--allow-empty', 'take a folder without objects for "delete everything", with --prune')
    .option('--replace <object>', '"Kind name" that may be deleted and created anew (repeatable)', objectName)
    .option('--confirm-delete <object>', '"Kind name" that may go with all it holds (repeatable)', objectName)
    .option(
      '--ignore <rule>',
      '"Kind name:/json/pointer" or manager=NAME to leave alone (repeatable)',
      ignoreRule,
    )
    .option('--release <name>', "the release of a chart (default: the target's name)")
    .option('--values <file>', 'a values file of a chart, later ones over earlier ones (repeatable)', several)
    .option('--set <key=value>', 'a value of a chart, as helm takes it (repeatable)', several)
    .optionsGroup('Options:');
}

import { relative, resolve, sep } from 'node:path';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../core/environment.ts';
import { OpsError } from '../core/errors.ts';
import type { Target } from '../core/target.ts';
import type { Source } from '../ports/source.ts';
import type { CliDeps } from './deps.ts';

export interface TargetOptions {
  readonly context?: string | undefined;
  readonly environment?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly prune?: boolean | undefined;
  /** Of a chart. */
  readonly release?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

export interface Located {
  readonly target: Target;
  readonly source: Source;
  /** The contexts of clusters that the options name. */
  readonly contexts: ReadonlyMap<string, string>;
}

/**
 * The target that a folder is: the configured one with that path, or one made of the options where the
 * repository configures none.
 */
export async function targetOfPath(deps: CliDeps, path: string, options: TargetOptions): Promise<Located> {
  const folder = resolve(deps.cwd, path);
  const repository = await deps.repositoryAt(folder);
  const source = repository?.workingSource() ?? deps.folderSource(folder);
  const inside = repository === undefined ? '.' : pathWithin(repository.root, folder);
  const config = repository === undefined ? undefined : await loadConfig(source);
  const root = repository?.root ?? folder;
  const values = (options.values ?? []).map((file) => valuesFile(root, resolve(deps.cwd, file)));
  const target =
    configuredTarget(config, inside, options) ?? adHocTarget(inside, folder, { ...options, values });
  const contexts = new Map(options.context === undefined ? [] : [[target.cluster, options.context]]);
  return { target, source, contexts };
}

function pathWithin(root: string, folder: string): string {
  return relative(root, folder).split(sep).join('/') || '.';
}

function valuesFile(root: string, file: string): string {
  const path = pathWithin(root, file);
  if (!path.startsWith('../') && path !== '..') return path;
  throw new OpsError({
    code: 'usage',
    subject: file,
    message: `it is not inside of ${root}, which is all that a render may read. Put the values file there.`,
  });
}

function configuredTarget(
  config: Config | undefined,
  path: string,
  options: TargetOptions,
): Target | undefined {
  if (config === undefined || options.name !== undefined) return undefined;
  const all = config.environments.flatMap(({ targets }) => targets);
  const here = all
    .filter((target) => target.path === path)
    .filter(({ environment }) => environment === (options.environment ?? environment));
  const named = here.filter(({ cluster }) => cluster === options.context);
  const [target, other] = named.length > 0 ? named : here;
  if (other !== undefined) throw ambiguous(path, here);
  if (target !== undefined) refuseOverride(target, options);
  return target;
}

function ambiguous(path: string, targets: readonly Target[]): OpsError {
  return new OpsError({
    code: 'ambiguous',
    subject: path,
    message: `it is the path of ${targets.map(({ id }) => id).join(' and ')}. Say which with --environment.`,
  });
}

function refuseOverride(target: Target, options: TargetOptions): void {
  const given = [
    ...(options.namespace === undefined ? [] : ['--namespace']),
    ...(options.prune === undefined ? [] : ['--prune']),
    ...(options.release === undefined ? [] : ['--release']),
    ...(options.values === undefined ? [] : ['--values']),
  ];
  if (given.length === 0) return;
  throw new OpsError({
    code: 'usage',
    subject: given.join(' and '),
    message: `target ${target.id} is configured in .github/plumbline.yml. Change it there, or plan a target of its own with --name.`,
  });
}

/** A target for a folder that no configuration names. */
export function adHocTarget(path: string, folder: string, options: TargetOptions): Target {
  if (options.context === undefined) {
    throw new OpsError({
      code: 'usage',
      subject: path,
      message: 'no configuration names its cluster. Name the context of the kubeconfig: --context NAME.',
    });
  }
  return {
    id: options.name ?? nameOf(path === '.' ? folder : path),
    environment: options.environment ?? options.context,
    engine: 'kubernetes',
    render: 'auto',
    helm: {
      ...(options.release !== undefined && { release: options.release }),
      values: options.values ?? [],
    },
    cluster: options.context,
    path,
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    prune: options.prune ?? true,
    allowEmpty: false,
    ignore: [],
    replace: [],
    confirmDelete: [],
  };
}

/** A name that can be part of an object's: `clusters/prod/shop` → `clusters-prod-shop`. */
function nameOf(path: string): string {
  const words = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return (
    words
      .replaceAll(/^-+|-+$/g, '')
      .slice(-63)
      .replace(/^-+/, '') || 'root'
  );
}

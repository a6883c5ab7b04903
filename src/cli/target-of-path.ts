import { resolve } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Environment } from '../core/target/environment.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from '../ports/source.ts';
import type { CliDeps } from './deps.ts';
import { knownEnvironment } from './known-environment.ts';
import { ownTarget } from './own-target.ts';
import { type Place, pathWithin, placeOf } from './place.ts';
import { type PathOptions, ownFlags } from './target-options.ts';

export interface Located {
  readonly target: Target;
  readonly source: Source;
  /** Contexts from the options, by cluster. */
  readonly contexts: ReadonlyMap<string, string>;
  /** The manifests come from the standard input, which cannot answer a question then. */
  readonly fromInput: boolean;
}

/**
 * The target of a path: the configured one, or one made of the options where the repository configures none or `--name`
 * is given.
 */
export async function targetOfPath(
  deps: CliDeps,
  path: string | undefined,
  options: PathOptions,
): Promise<Located> {
  const place = await placeOf(deps, path, options.file);
  const environments = knownEnvironment(place.config, options.environment);
  const configured = options.name === undefined ? configuredTarget(environments, place, options) : undefined;
  if (configured !== undefined) return located(place, configured, options);
  const values = options.values?.map((file) => valuesFile(place.root, resolve(deps.cwd, file)));
  return located(place, await ownTarget(deps, place, { ...options, values }), options);
}

/** For one target `--context` means the same as `--cluster`. */
function located({ source, kind }: Place, target: Target, { context, cluster }: PathOptions): Located {
  const named = context === undefined ? cluster : new Map([...cluster, [target.destination, context]]);
  return { target, source, contexts: named, fromInput: kind === 'input' };
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
  environments: readonly Environment[],
  { path, kind }: Place,
  options: PathOptions,
): Target | undefined {
  if (kind === 'input') return undefined;
  const all = environments.flatMap(({ targets }) => targets);
  const here = all.filter((target) => target.path === path);
  const named = here.filter(({ destination }) => destination === options.context);
  const [target, other] = named.length > 0 ? named : here;
  if (other !== undefined) throw ambiguous(path, here);
  if (target === undefined) refusePart(path, all);
  else refuseOverride(target, options);
  return target;
}

function ambiguous(path: string, targets: readonly Target[]): OpsError {
  return new OpsError({
    code: 'ambiguous',
    subject: path,
    message: `it is the path of ${targets.map(({ id }) => id).join(' and ')}. Say which with --environment.`,
  });
}

/** Refuses a part of a configured target: two targets would take the same objects from each other. */
function refusePart(path: string, targets: readonly Target[]): void {
  const whole = targets.find((target) => path.startsWith(`${target.path}/`));
  if (whole === undefined) return;
  throw new OpsError({
    code: 'usage',
    subject: path,
    message: `it is a part of target ${whole.id}, which is planned as a whole. Give its path, ${whole.path}, or plan a target of its own with --name and --context.`,
  });
}

function refuseOverride(target: Target, options: PathOptions): void {
  const given = ownFlags(options);
  if (given === undefined) return;
  throw new OpsError({
    code: 'usage',
    subject: given,
    message: `target ${target.id} is configured in .github/plumbline.yml. Change it there, or plan a target of its own with --name.`,
  });
}

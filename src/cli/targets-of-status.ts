import { resolve } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Config } from '../core/target/environment.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from '../ports/source.ts';
import { contextsOf } from './contexts-of.ts';
import type { CliDeps } from './deps.ts';
import { knownEnvironment } from './known-environment.ts';
import { targetOfPath } from './target-of-path.ts';
import { type TargetOptions, ownFlags } from './target-options.ts';

export interface Chosen {
  readonly targets: readonly Target[];
  readonly source: Source;
  readonly contexts: ReadonlyMap<string, string>;
}

/** The targets of a status: all configured ones, those with a name, or the one of a path. */
export async function targetsOfStatus(
  deps: CliDeps,
  named: string | undefined,
  options: TargetOptions,
): Promise<Chosen> {
  const repository = await deps.repositoryAt(deps.cwd);
  const source = repository?.workingSource();
  const config = source === undefined ? undefined : await deps.configuration.load(source);
  const targets = matching(config, named, options);
  if (source !== undefined && targets.length > 0) {
    const given = ownFlags(options);
    if (given !== undefined) throw configured(given);
    return { targets, source, contexts: contextsOf(targets, options) };
  }
  if (named === undefined) throw nothingNamed(deps.cwd);
  if ((await deps.kindOf(resolve(deps.cwd, named))) === 'nothing') throw unknownTarget(named, config);
  const { target, ...place } = await targetOfPath(deps, named, options);
  return { ...place, targets: [target] };
}

function matching(config: Config | undefined, named: string | undefined, options: TargetOptions): Target[] {
  const all = knownEnvironment(config, options.environment).flatMap(({ targets }) => targets);
  if (options.name !== undefined) return [];
  return named === undefined ? all : all.filter(({ id }) => id === named || id.endsWith(`/${named}`));
}

function configured(given: string): OpsError {
  return new OpsError({
    code: 'usage',
    subject: given,
    message:
      'the targets are configured in .github/plumbline.yml. Change it there, or name a target of your own: a path with --name.',
  });
}

function nothingNamed(cwd: string): OpsError {
  return new OpsError({
    code: 'usage',
    subject: cwd,
    message: 'no .github/plumbline.yml names targets here. Name a path: plumb status PATH --context NAME.',
  });
}

function unknownTarget(named: string, config: Config | undefined): OpsError {
  const known = (config?.environments ?? []).flatMap(({ targets }) => targets.map(({ id }) => id));
  const list = known.length === 0 ? 'none is configured' : `known targets: ${known.join(', ')}`;
  return new OpsError({
    code: 'not-found',
    subject: named,
    message: `no target and no path is called so (${list}). Correct the name.`,
  });
}

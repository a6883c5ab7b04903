import type { RepositoryRef } from '../core/refs.ts';
import type { Config, Environment } from '../core/target/environment.ts';
import type { Target } from '../core/target/target.ts';
import type { Grants } from '../ports/grants.ts';

export interface ConfiguredTarget {
  readonly environment: Environment;
  /** The target, limited to the repository's grant. */
  readonly target: Target;
}

/** @param id `<environment>/<name>`, exactly. @returns undefined when the configuration does not name it (any more). */
export function findTarget(
  grants: Grants,
  repository: RepositoryRef,
  config: Config | undefined,
  id: string,
): ConfiguredTarget | undefined {
  for (const environment of config?.environments ?? []) {
    const target = environment.targets.find((each) => each.id === id);
    if (target !== undefined) return { environment, target: grants.limit(target, repository.name) };
  }
  return undefined;
}

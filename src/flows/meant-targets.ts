import type { RepositoryRef } from '../core/refs.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from '../ports/source.ts';
import type { Engines } from './plan-target.ts';
import type { ProposedEnvironment } from './preview/proposed-environments.ts';
import { touchedTargets } from './preview/touched.ts';
import { type UndeployedDeps, withUndeployed } from './preview/with-undeployed.ts';

export interface MeantDeps extends UndeployedDeps {
  readonly engines: Engines;
}

interface Proposal {
  readonly repository: RepositoryRef;
  readonly base: Source;
  /** Paths that the proposal changes. */
  readonly changed: readonly string[];
}

/**
 * The targets of an environment that a proposal deploys: those whose files or settings it changes, and their undeployed
 * dependencies.
 * @param own the environment's targets, limited to their grants
 * @returns ids
 */
export async function meantTargets(
  deps: MeantDeps,
  { repository, base, changed }: Proposal,
  environment: Pick<ProposedEnvironment, 'changed'>,
  own: readonly Target[],
): Promise<ReadonlySet<string>> {
  const touched = await touchedTargets(deps.engines, { base, targets: own, changed });
  const otherwise = new Set(environment.changed.map(({ id }) => id));
  const meant = own.filter((target) => touched.includes(target) || otherwise.has(target.id));
  return withUndeployed(deps, repository, own, meant);
}

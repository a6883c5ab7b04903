import {
  type EnvironmentChange,
  changedEnvironments,
  changedTargets,
} from '../../core/configuration/change.ts';
import type { Config, Environment } from '../../core/target/environment.ts';
import type { Target } from '../../core/target/target.ts';

/** An environment as it would be after the merge. */
export interface ProposedEnvironment {
  readonly name: string;
  readonly targets: readonly Target[];
  /** Targets that are new, or set otherwise: they are planned whatever files are touched. */
  readonly changed: readonly Target[];
  /** Rules in force of targets that would ignore otherwise: what they would leave alone is said. */
  readonly ignored: ReadonlyMap<string, Target['ignore']>;
  readonly configuration?: EnvironmentChange;
}

/**
 * The environments of the configuration in force and of the proposed one. What a proposal leaves alone is as it is in
 * force; one that is to be removed has no targets any more.
 * @param proposed undefined where the pull request leaves the configuration alone
 */
export function proposedEnvironments(
  inForce: Config | undefined,
  proposed: { readonly config: Config | undefined } | undefined,
): readonly ProposedEnvironment[] {
  const before = inForce?.environments ?? [];
  if (proposed === undefined)
    return before.map(({ name, targets }) => ({ name, targets, changed: [], ignored: new Map() }));
  const changes = changedEnvironments(inForce, proposed.config);
  const after = proposed.config?.environments ?? [];
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].map((name) => {
    const then = after.find((each) => each.name === name);
    const now = before.find((each) => each.name === name);
    const configuration = changes.find(({ environment }) => environment === name);
    return {
      name,
      targets: (then?.targets ?? []).map((target) => masked(now, target)),
      changed: then === undefined ? [] : changedTargets(now, then),
      ignored: ignoredOtherwise(now, then),
      ...(configuration !== undefined && { configuration }),
    };
  });
}

/** Nothing that is masked is shown by a pull request that unmasks it, or gives the target another name. */
function masked(inForce: Environment | undefined, target: Target): Target {
  // An environment's rules are those of each of its targets.
  const before = inForce?.targets[0]?.mask ?? [];
  return before.length === 0 ? target : { ...target, mask: [...before, ...(target.mask ?? [])] };
}

function ignoredOtherwise(
  inForce: Environment | undefined,
  proposed: Environment | undefined,
): ReadonlyMap<string, Target['ignore']> {
  const rules = (inForce?.targets ?? []).flatMap(({ id, ignore }) => {
    const then = proposed?.targets.find((target) => target.id === id);
    const same = then === undefined || JSON.stringify(then.ignore) === JSON.stringify(ignore);
    return same ? [] : [[id, ignore] as const];
  });
  return new Map(rules);
}

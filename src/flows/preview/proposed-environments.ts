import {
  type EnvironmentChange,
  changedEnvironments,
  changedTargets,
} from '../../core/configuration/change.ts';
import type { Config, Environment } from '../../core/target/environment.ts';
import type { FieldRules, Target } from '../../core/target/target.ts';

/** An environment as proposed: after the merge. */
export interface ProposedEnvironment {
  readonly name: string;
  readonly targets: readonly Target[];
  /** Targets that are new, or have other settings: they are planned whichever files are touched. */
  readonly changed: readonly Target[];
  /** The `ignore` rules in force of targets with other proposed ones, by id: the difference becomes a warning. */
  readonly ignored: ReadonlyMap<string, FieldRules['ignore']>;
  readonly configuration?: EnvironmentChange;
}

/**
 * The environments of the configuration in force and of the proposed one. Without a proposed configuration they are as
 * in force; a removed environment has no targets.
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

/** Keeps the mask rules in force: a pull request that removes a rule, or renames a target, reveals no value. */
function masked(inForce: Environment | undefined, target: Target): Target {
  // All targets of an environment have the same mask rules.
  const before = inForce?.targets[0]?.rules.mask ?? [];
  const { rules } = target;
  return before.length === 0 ? target : { ...target, rules: { ...rules, mask: [...before, ...rules.mask] } };
}

function ignoredOtherwise(
  inForce: Environment | undefined,
  proposed: Environment | undefined,
): ReadonlyMap<string, FieldRules['ignore']> {
  const otherwise = (inForce?.targets ?? []).flatMap(({ id, rules: { ignore } }) => {
    const then = proposed?.targets.find((target) => target.id === id);
    const same = then === undefined || JSON.stringify(then.rules.ignore) === JSON.stringify(ignore);
    return same ? [] : [[id, ignore] as const];
  });
  return new Map(otherwise);
}

import { type EnvironmentChange, reachesFurther } from '../configuration/change.ts';
import type { Standing } from '../configuration/standing.ts';
import type { Config, Gate } from '../target/environment.ts';

/** The gate where none is in force: one person who may administer the repository. */
const ADMINISTRATORS: Gate = {
  approvals: 1,
  from: [],
  administrators: true,
  freeze: [],
  onPlanChange: 'hold',
  nobody: [],
  updateBranch: 'ignored',
};

/** The part of a configuration's change that selects its gates. */
export type Changing = Pick<EnvironmentChange, 'kind' | 'from' | 'to'>;

/**
 * The gates of a configuration that judge an environment: its own; for a new or removed environment, or one that
 * reaches another cluster, every gate there is, so that the strictest is among them.
 */
export function gatesOf(
  inForce: Config | undefined,
  environment: string,
  change?: Changing,
): readonly Gate[] {
  const all = inForce?.environments ?? [];
  const own = all.find(({ name }) => name === environment);
  const isOwn = change === undefined || (change.kind !== 'removed' && !reachesFurther(change));
  if (own !== undefined && isOwn) return [own.gate];
  return all.length === 0 ? [ADMINISTRATORS] : distinct(all.map(({ gate }) => gate));
}

/** The configurations that judge a pull request. */
export interface Judges {
  readonly inForce: Config | undefined;
  /** The configurations that may have been in force at the merge; absent: the pull request is open. */
  readonly atMerge?: readonly (Config | undefined)[];
}

/**
 * The gates that judge a pull request in an environment. A merged one is judged by the configuration in force at its
 * merge, and by the one in force now, which may only ask for more. Its own configuration does not judge it.
 */
export function gatesFor(
  { inForce, atMerge }: Judges,
  environment: string,
  change?: Changing & { readonly standing: Standing },
): readonly Gate[] {
  const before = (atMerge ?? []).flatMap((config) => gatesOf(config, environment, change));
  if (atMerge !== undefined && change?.standing === 'done') return distinct(before);
  const due = change?.standing === 'due' ? change : undefined;
  return distinct([...before, ...gatesOf(inForce, environment, due)]);
}

function distinct(gates: readonly Gate[]): Gate[] {
  return [...new Map(gates.map((gate) => [JSON.stringify(gate), gate])).values()];
}

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

/** What of a change of the configuration says by which gates it is judged. */
export type Changing = Pick<EnvironmentChange, 'kind' | 'from' | 'to'>;

/**
 * The gates of a configuration that judge an environment: its own; of one that is to be new or removed, or to reach another
 * cluster, every gate there is, so that the strictest is among them.
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

/** What a pull request has before it. */
export interface Judges {
  readonly inForce: Config | undefined;
  /** What may have been in force when it was merged; absent: it is open. */
  readonly atMerge?: readonly (Config | undefined)[];
}

/**
 * The gates that judge a pull request in an environment. A merged one is judged by what was in force at its merge, and
 * what came into force since may only ask for more; but what it brought itself does not judge it.
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

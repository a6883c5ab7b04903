import { type Given, bringersFor, givenBy } from '../../core/plan/given.ts';
import { type Plan, verdictOf } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { type SyncOrder, inSyncOrder, waitsFor, withBefore } from '../../core/sync/order.ts';
import type { Target } from '../../core/target/target.ts';
import { type Round, tellWhy } from './tell-why.ts';

/** Plans one target, with what others bring before. */
export type PlanOne = (target: Target, given: readonly Given[]) => Promise<TargetPreview>;

export interface Together {
  /** Targets of one environment, in the order of the file. */
  readonly targets: readonly Target[];
  /** The others of the environment: one is planned, and synced, with these where it brings what they cannot do without. */
  readonly spare: readonly Target[];
  /** Those of other environments: nothing is deployed there, and what one of them would bring is told. */
  readonly elsewhere: readonly Target[];
}

/**
 * Plans the targets of an environment against each other: what the sync of one creates is there for those after it.
 * @returns in the order in which they are synced
 */
export async function planTogether(plan: PlanOne, together: Together): Promise<readonly TargetPreview[]> {
  const { targets, spare, elsewhere } = together;
  const round = await planRound(plan, targets);
  const bringing = await bringersAmong(plan, spare, round);
  if (bringing.length > 0) {
    const rest = spare.filter((target) => !bringing.includes(target));
    return planTogether(plan, { targets: [...bringing, ...targets], spare: rest, elsewhere });
  }
  const whole = { ...round, order: wholeOrder(round) };
  const others = lackingOf(round).length === 0 ? [] : await givenElsewhere(plan, elsewhere);
  return inSyncOrder(targets, whole.order).flatMap(({ id }) => {
    const preview = whole.made.get(id);
    return preview === undefined ? [] : [tellWhy(preview, whole, others)];
  });
}

/** What cannot be told is planned again where others bring more than before. */
async function planRound(plan: PlanOne, targets: readonly Target[]): Promise<Round> {
  const made = new Map<string, TargetPreview>();
  const tried = new Map<string, number>();
  let order: SyncOrder = namedOrder(targets);
  const isDue = ({ id }: Target, given: readonly Given[]) =>
    isOpen(made.get(id)) && given.length > (tried.get(id) ?? -1);
  for (let planned = true; planned;) {
    planned = false;
    for (const target of inSyncOrder(targets, order)) {
      const given = givenTo(target, { order, made });
      if (!isDue(target, given)) continue;
      planned = true;
      tried.set(target.id, given.length);
      const preview = await plan(target, given);
      made.set(target.id, preview);
      for (const before of neededBy(preview, given)) order = withBefore(order, target.id, before);
    }
  }
  return { order, made };
}

function namedOrder(targets: readonly Target[]): SyncOrder {
  const ids = new Set(targets.map(({ id }) => id));
  const named = ({ id, dependsOn = [] }: Target) =>
    [id, dependsOn.filter((other) => ids.has(other))] as const;
  return new Map(targets.map(named));
}

function isOpen(preview: TargetPreview | undefined): boolean {
  return preview?.status !== 'planned' || verdictOf(preview.plan) === 'unknown';
}

/** Plans of which something cannot be told that another target could bring: with nothing else in them. */
function lackingOf({ made }: Round): Plan[] {
  return [...made.values()].flatMap((preview) => {
    if (preview.status === 'failed') return [];
    // What is out of reach lacks nothing.
    const unknown = preview.plan.unknown.filter(({ apart }) => apart !== true);
    return unknown.length === 0 ? [] : [{ ...preview.plan, changes: [], hooks: [], unknown }];
  });
}

function neededBy(preview: TargetPreview, given: readonly Given[]): readonly string[] {
  return preview.status === 'planned' ? bringersFor(preview.plan, given) : [];
}

function broughtBy(preview: TargetPreview): Given[] {
  return preview.status === 'planned' ? givenBy(preview.plan) : [];
}

/** What those that do not wait for the target bring to its cluster. */
function givenTo({ id, cluster }: Target, { order, made }: Round): Given[] {
  const before = [...made.values()].filter(({ target }) => target !== id && !waitsFor(order, target, id));
  return before.flatMap(broughtBy).filter((given) => given.cluster === cluster);
}

/** Targets that bring what an object needs that cannot be told. */
async function bringersAmong(plan: PlanOne, spare: readonly Target[], round: Round): Promise<Target[]> {
  const lacking = lackingOf(round);
  const bringing: Target[] = [];
  if (lacking.length === 0) return bringing;
  for (const target of spare) {
    const given = broughtBy(await plan(target, givenTo(target, round)));
    if (lacking.some((each) => bringersFor(each, given).length > 0)) bringing.push(target);
  }
  return bringing;
}

async function givenElsewhere(plan: PlanOne, elsewhere: readonly Target[]): Promise<Given[]> {
  const given: Given[] = [];
  for (const target of elsewhere) given.push(...broughtBy(await plan(target, [])));
  return given;
}

/** With what could be planned without the other, and works only once that one is there. */
function wholeOrder({ order: known, made }: Round): SyncOrder {
  let order = known;
  const given = [...made.values()].flatMap(broughtBy);
  for (const preview of made.values())
    for (const before of neededBy(preview, given)) order = withBefore(order, preview.target, before);
  return order;
}

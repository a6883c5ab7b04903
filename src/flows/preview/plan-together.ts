import { type Given, bringersFor, givenBy } from '../../core/plan/given.ts';
import { type Plan, verdictOf } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { type SyncOrder, inSyncOrder, waitsFor, withBefore } from '../../core/sync/order.ts';
import type { Target } from '../../core/target/target.ts';
import { type Round, tellWhy } from './tell-why.ts';

/** Plans one target, given the objects that other targets create before. */
export type PlanOne = (target: Target, given: readonly Given[]) => Promise<TargetPreview>;

export interface Together {
  /** Targets of one environment, in the order of the file. */
  readonly targets: readonly Target[];
  /** The environment's other targets: one is planned and synced as well, if it creates objects that these need. */
  readonly spare: readonly Target[];
  /** Targets of other environments: never deployed here, but named in hints where they create a missing object. */
  readonly elsewhere: readonly Target[];
}

/**
 * Plans the targets of an environment against each other: objects created by one sync exist for the later ones.
 * @returns previews in the order of their syncs
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

/** Plans the targets; a failed or unknown one is planned again as long as others give it more objects than before. */
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

/** The plans with unknown objects that another target might resolve, reduced to these objects. */
function lackingOf({ made }: Round): Plan[] {
  return [...made.values()].flatMap((preview) => {
    if (preview.status === 'failed') return [];
    // An object that is out of reach lacks nothing.
    const unknown = preview.plan.unknown.filter(({ apart }) => apart !== true);
    return unknown.length === 0 ? [] : [{ ...preview.plan, needs: [], unknown }];
  });
}

function neededBy(preview: TargetPreview, given: readonly Given[]): readonly string[] {
  return preview.status === 'planned' ? bringersFor(preview.plan, given) : [];
}

function broughtBy(preview: TargetPreview): Given[] {
  return preview.status === 'planned' ? givenBy(preview.plan) : [];
}

/** The objects that targets not waiting for this one create in its cluster. */
function givenTo({ id, destination }: Target, { order, made }: Round): Given[] {
  const before = [...made.values()].filter(({ target }) => target !== id && !waitsFor(order, target, id));
  return before.flatMap(broughtBy).filter((given) => given.destination === destination);
}

/** The spare targets that create objects which unknown objects need. */
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

/** The order, with dependencies of objects that can be planned alone, but work only once the other object exists. */
function wholeOrder({ order: known, made }: Round): SyncOrder {
  let order = known;
  const given = [...made.values()].flatMap(broughtBy);
  for (const preview of made.values())
    for (const before of neededBy(preview, given)) order = withBefore(order, preview.target, before);
  return order;
}

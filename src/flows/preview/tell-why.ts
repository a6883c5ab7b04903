import { type Given, givenBy, withHints } from '../../core/plan/given.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { type SyncOrder, waitsFor } from '../../core/sync/order.ts';

/** The result of planning the targets of an environment against each other. */
export interface Round {
  readonly order: SyncOrder;
  /** Plans by the id of their target. */
  readonly made: ReadonlyMap<string, TargetPreview>;
}

/** A preview with the targets that it waits for, and with the full reason on each unknown object. */
export function tellWhy(preview: TargetPreview, round: Round, elsewhere: readonly Given[]): TargetPreview {
  if (preview.status === 'failed') return preview;
  const after = round.order.get(preview.target) ?? [];
  const circle = withHints(preview.plan, waitingFor(preview.target, round), (by) =>
    goesRound(preview.target, by),
  );
  const plan = withHints(circle, elsewhere, otherEnvironment);
  return { ...preview, plan: { ...withoutPlan(plan, after, round), ...(after.length > 0 && { after }) } };
}

/** The objects created by targets that wait for this one. */
function waitingFor(target: string, { made, order }: Round): Given[] {
  return [...made.values()].flatMap((other) =>
    other.status === 'planned' && waitsFor(order, other.target, target) ? givenBy(other.plan) : [],
  );
}

function goesRound(target: string, by: string): string {
  return `Target ${by} would create it, and itself waits for ${target}: put what both need into a third target, or all of it into one.`;
}

function otherEnvironment(by: string): string {
  return `Target ${by} would create it, in another environment, and environments are not put in order: deploy that one first, then plan again with /plumb retry.`;
}

/** The plan, with a hint on unknown objects where a target before it could not be planned. */
function withoutPlan(plan: Plan, after: readonly string[], { made }: Round): Plan {
  const failed = after.filter((before) => made.get(before)?.status === 'failed');
  if (failed.length === 0) return plan;
  const hint = `It waits for ${failed.join(', ')}, which cannot be planned: see there.`;
  return { ...plan, unknown: plan.unknown.map((one) => ({ ...one, message: `${one.message} ${hint}` })) };
}

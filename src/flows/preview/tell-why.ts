import { type Given, givenBy, withHints } from '../../core/plan/given.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { TargetPreview } from '../../core/plan/preview.ts';
import { type SyncOrder, waitsFor } from '../../core/sync/order.ts';

/** What is known once the targets of an environment were planned against each other. */
export interface Round {
  readonly order: SyncOrder;
  /** Plans by the id of their target. */
  readonly made: ReadonlyMap<string, TargetPreview>;
}

/** A preview with the targets that it waits for, and with the whole reason where it cannot be told. */
export function tellWhy(preview: TargetPreview, round: Round, elsewhere: readonly Given[]): TargetPreview {
  if (preview.status === 'failed') return preview;
  const after = round.order.get(preview.target) ?? [];
  const circle = withHints(preview.plan, waitingFor(preview.target, round), (by) =>
    goesRound(preview.target, by),
  );
  const plan = withHints(circle, elsewhere, otherEnvironment);
  return { ...preview, plan: { ...withoutPlan(plan, after, round), ...(after.length > 0 && { after }) } };
}

/** What would be brought by those that wait for the target. */
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

/** What a target before would bring is not known while that one cannot be planned. */
function withoutPlan(plan: Plan, after: readonly string[], { made }: Round): Plan {
  const failed = after.filter((before) => made.get(before)?.status === 'failed');
  if (failed.length === 0) return plan;
  const hint = `It waits for ${failed.join(', ')}, which cannot be planned: see there.`;
  return { ...plan, unknown: plan.unknown.map((one) => ({ ...one, message: `${one.message} ${hint}` })) };
}

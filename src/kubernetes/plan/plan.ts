import type { Change } from '../../core/change/change.ts';
import { fingerprintOf } from '../../core/plan/fingerprint.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Prepared } from '../../ports/engine.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { refuseForeignInventory, sourceOf } from '../inventory/inventory-store.ts';
import { withReferenceNotes } from '../objects/references.ts';
import { withRelations } from '../objects/relations.ts';
import { byStep } from '../order/steps.ts';
import { runsOf } from './hooks/hook-items.ts';
import { planHooks } from './hooks/plan-hooks.ts';
import type { ObjectPlan } from './object-plan.ts';
import { observeAhead } from './observe-ahead.ts';
import type { Orphan } from './orphans/orphans.ts';
import { planOrphans } from './orphans/plan-orphans.ts';
import type { KubernetesPayload } from './payload.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planObjects } from './plan-objects.ts';
import { planWarnings } from './plan-warnings.ts';
import { renderSource } from './render-source.ts';
import type { KubernetesRequest } from './request.ts';
import { apartOf, unknownsOf, unseenMembers } from './unknowns.ts';

/** render → identify → observe → predict → propose → order, mask, fingerprint. Changes nothing live. */
export async function planKubernetes(
  deps: PlanDeps,
  request: KubernetesRequest,
): Promise<Prepared<KubernetesPayload>> {
  const { target, source, snapshot, purpose, given = [] } = request;
  const ahead = observeAhead(() => deps.connect(target.destination), target, snapshot);
  const rendered = await renderSource(deps, request);
  const { declared } = rendered;
  const { client, inventory } = await ahead;
  refuseForeignInventory(inventory, source, target);
  const { repository } = source;
  const { key, cache } = deps;
  const of = { client, target, inventory, snapshot, cache, key, repository };
  const planned = await planObjects({ ...of, declared, asApproved: purpose === 'verify', given });
  const { discovery, objectPlans, masker } = planned;
  const orphans = await planOrphans(deps, request, { client, inventory, planned });
  const changes = inApplyOrder(objectPlans, orphans);
  const hooks = await planHooks(request, { client, inventory, planned, changes });
  const unseen = unseenMembers(inventory, planned.declared, planned.live);
  const plan = assemble({
    target,
    source: source.description,
    tools: rendered.renderer === 'plain' ? [] : [rendered.renderer],
    changes: withReferenceNotes(changes),
    ...(hooks.due.length > 0 && { hooks: runsOf(hooks.due, masker) }),
    ...(inventory.source === undefined && { firstSync: true as const }),
    unchanged: objectPlans.filter(({ change }) => change === undefined).length,
    unknown: unknownsOf(planned, request, [...unseen, ...hooks.refused]),
    warnings: planWarnings(rendered, planned, target),
  });
  const { due, aside } = hooks;
  const apart = apartOf(planned.expectations);
  const live = { client, discovery, target, inventory, source: sourceOf(source, target), masker, cache };
  return { plan, payload: { ...live, objectPlans, orphans, apart, unseen, hooks: due, aside } };
}

function assemble({
  target,
  ...parts
}: Omit<Plan, 'target' | 'destination' | 'fingerprint'> & { target: KubernetesTarget }): Plan {
  const named = { ...withRelations(parts), target: target.id, destination: target.destination };
  return { ...named, fingerprint: fingerprintOf(named) };
}

/** The changes in the order of an apply: by wave and stage, and then the orphans, the other way round. */
function inApplyOrder(objectPlans: readonly ObjectPlan[], orphans: readonly Orphan[]): Change[] {
  const applied = objectPlans
    .flatMap(({ expectation: { item }, change }) => (change === undefined ? [] : { ...item, change }))
    .toSorted(byStep);
  const leaving = orphans
    .map(({ id, live, change }) => ({ id, object: live, change }))
    .toSorted((a, b) => byStep(b, a));
  return [...applied, ...leaving].map(({ change }) => change);
}

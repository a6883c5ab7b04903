import type { Change } from '../../core/change/change.ts';
import { type ResourceId, resourceKey } from '../../core/change/resource.ts';
import { fingerprintOf } from '../../core/plan/fingerprint.ts';
import type { Given } from '../../core/plan/given.ts';
import type { Plan, Unknown } from '../../core/plan/plan.ts';
import { withReferenceNotes } from '../../core/plan/references.ts';
import { idleRules } from '../../core/secrets/mask-declared.ts';
import type { Masker } from '../../core/secrets/mask.ts';
import type { Target } from '../../core/target/target.ts';
import type { PlanRequest, Prepared } from '../../ports/engine.ts';
import type { Client } from '../client/client.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Identified } from '../identify/identify.ts';
import { movementsTo } from '../identify/neighbours.ts';
import { refuseForeignInventory, sourceOf } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Observed } from '../observe/observe.ts';
import { byStep } from '../order/steps.ts';
import { dueHooks } from './due-hooks.ts';
import { type HookItem, hookWarnings, refusedHooks, runsOf } from './hook-items.ts';
import type { ObjectPlan } from './object-plan.ts';
import { observeAhead } from './observe-ahead.ts';
import { type Orphan, type PruneInput, orphansOf } from './orphans.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planObjects } from './plan-objects.ts';
import { leftOut, notesOn, warningsOf } from './plan-warnings.ts';
import { refuseWithoutGrant } from './refuse-ungranted.ts';
import { renderSource, renderTarget } from './render-source.ts';
import { askSelf } from './self.ts';
import { apartOf, broughtTwice, failedOf, forbiddenReplacements, unseenMembers } from './unknowns.ts';

/** The input of an apply that does exactly what the plan says. Holds secrets: never stored or shown. */
export interface KubernetesPayload {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly target: Target;
  readonly inventory: Inventory;
  /** The source of the members, as the inventory will record it. */
  readonly source: string;
  readonly objectPlans: readonly ObjectPlan[];
  readonly orphans: readonly Orphan[];
  /** Declared objects that are out of reach. */
  readonly apart: readonly ObjectPlan[];
  /** Members that are no longer declared, and out of reach. */
  readonly unseen: readonly Unknown[];
  readonly hooks: readonly HookItem[];
  /** Members that are declared as hooks now. */
  readonly aside: readonly ResourceId[];
  readonly masker: Masker;
}

/** render → identify → observe → predict → propose → order, mask, fingerprint. Changes nothing live. */
export async function planKubernetes(
  deps: PlanDeps,
  request: PlanRequest,
): Promise<Prepared<KubernetesPayload>> {
  const { target, source, snapshot = new Map(), asApproved = false, given = [] } = request;
  refuseWithoutGrant(target);
  const ahead = observeAhead(() => deps.connect(target.cluster), target, snapshot);
  const rendered = await renderSource(deps, request);
  const { client, inventory } = await ahead;
  refuseForeignInventory(inventory, source, target);
  const planned = await planObjects({
    client,
    target,
    declared: rendered.declared,
    inventory,
    snapshot,
    key: deps.key,
    repository: source.repository,
    asApproved,
    given,
  });
  const { discovery, declared, live, objects, masker, expectations, objectPlans } = planned;
  const { hooks, never } = planned.split;
  const skips = target.unknownKinds === 'skip';
  const keepers = await keepersOf(deps, request, { client, discovery, inventory, declared });
  const orphans = orphansOf({ target, inventory, declared, live, masker, ...keepers });
  const unseen = unseenMembers(inventory, declared, live);
  const changes = inApplyOrder(objectPlans, orphans);
  const run = dueHooks(planned.split, changes, inventory);
  const refused = asApproved ? [] : await refusedHooks(client, run, isMissing(live, given), masker);
  const plan = assemble({
    target,
    source: source.description,
    ...(rendered.renderer !== 'plain' && { renderer: rendered.renderer }),
    changes: withReferenceNotes(changes),
    ...(run.length > 0 && { hooks: runsOf(run, masker) }),
    ...(inventory.source === undefined && { firstSync: true as const }),
    unchanged: objectPlans.filter(({ change }) => change === undefined).length,
    unknown: [
      ...planned.identities.silent,
      ...(skips ? [] : planned.identities.strange),
      ...planned.silent,
      ...failedOf(expectations, masker),
      ...forbiddenReplacements(expectations, target, masker),
      ...unseen,
      ...refused,
      ...broughtTwice(objectPlans, given),
    ],
    warnings: [
      ...[...rendered.warnings, ...warningsOf(objectPlans), ...hookWarnings(never)].map((text) =>
        masker.text(text),
      ),
      ...(skips ? leftOut(planned.identities.strange) : []),
      ...notesOn(objectPlans, idleRules(objects, target.mask ?? [])),
    ],
  });
  const aside = asideOf([...hooks.map(({ item }) => item), ...never], inventory);
  const payload = { client, discovery, target, inventory, source: sourceOf(source, target) };
  const apart = apartOf(expectations);
  return { plan, payload: { ...payload, objectPlans, orphans, apart, unseen, hooks: run, aside, masker } };
}

/** Members that have become hooks: neither planned nor orphans, and still members. */
function asideOf(hooks: readonly Identified[], { members }: Inventory): ResourceId[] {
  const keys = new Set(hooks.map(({ id }) => resourceKey(id)));
  return members.filter((id) => keys.has(resourceKey(id)));
}

interface Leaving {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly inventory: Inventory;
  readonly declared: ReadonlySet<string>;
}

/** The reasons against a deletion, asked for only where an object could be deleted. */
async function keepersOf(
  deps: PlanDeps,
  request: PlanRequest,
  { client, discovery, inventory, declared }: Leaving,
): Promise<Pick<PruneInput, 'self' | 'moved'>> {
  const { target } = request;
  const leaves = target.prune && inventory.members.some((id) => !declared.has(resourceKey(id)));
  if (!leaves) return { self: undefined, moved: () => undefined };
  return {
    self: await askSelf(client),
    moved: await movementsTo({ target, discovery, render: (other) => renderTarget(deps, request, other) }),
  };
}

function isMissing(
  live: ReadonlyMap<string, Observed>,
  given: readonly Given[],
): (namespace: string) => boolean {
  const brought = new Set(given.map(({ id }) => resourceKey(id)));
  const keyOf = (name: string) => resourceKey({ group: '', kind: 'Namespace', namespace: '', name });
  const isMade = (key: string) => live.has(key) && live.get(key) === undefined;
  return (namespace) => brought.has(keyOf(namespace)) || isMade(keyOf(namespace));
}

function assemble({
  target,
  ...parts
}: Omit<Plan, 'target' | 'cluster' | 'fingerprint'> & { target: Target }): Plan {
  const named = { ...parts, target: target.id, cluster: target.cluster };
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

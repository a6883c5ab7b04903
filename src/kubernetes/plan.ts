import type { Change } from '../core/change.ts';
import { OpsError } from '../core/errors.ts';
import { fingerprintOf } from '../core/fingerprint.ts';
import type { JsonObject } from '../core/json.ts';
import { type Masker, createMasker } from '../core/mask.ts';
import { byStage } from '../core/order.ts';
import type { Plan, Unknown } from '../core/plan.ts';
import { withReferenceNotes } from '../core/references.ts';
import { describeResource, resourceKey } from '../core/resource.ts';
import type { Target } from '../core/target.ts';
import type { PlanRequest, Prepared } from '../ports/engine.ts';
import type { Renderer, Rendered } from '../ports/renderer.ts';
import type { Client } from './client.ts';
import { discoverKinds } from './discover-kinds.ts';
import type { Discovery } from './discovery.ts';
import { type Identified, identify } from './identify.ts';
import type { Inventory } from './inventory.ts';
import { readInventory, refuseForeignInventory, sourceOf } from './inventory-store.ts';
import { type Observed, observe } from './observe.ts';
import { predict } from './predict.ts';
import { type Proposal, propose } from './propose.ts';
import { type Orphan, orphansOf } from './prune.ts';
import { refuseUngranted, refuseWithoutGrant } from './refuse-ungranted.ts';
import { soughtOf } from './sought.ts';
import { failedOf, forbiddenReplacements, unseenMembers } from './unknowns.ts';

export interface PlanDeps {
  /** The client of a cluster by its name in the configuration. */
  readonly connect: (cluster: string) => Promise<Client>;
  /** By the name that a target gives. */
  readonly renderers: Partial<Readonly<Record<Target['render'], Renderer>>>;
  /** The installation's key for masking. */
  readonly key: string;
}

/** What an apply needs to do exactly what the plan says. Holds secrets: never stored or shown. */
export interface KubernetesPayload {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly target: Target;
  readonly inventory: Inventory;
  /** What the inventory will say its members come from. */
  readonly source: string;
  readonly proposals: readonly Proposal[];
  readonly orphans: readonly Orphan[];
  readonly masker: Masker;
}

/** render → identify → observe → predict → propose → order, mask, fingerprint. Changes nothing live. */
export async function planKubernetes(
  deps: PlanDeps,
  { target, source, sight = new Map(), asApproved = false }: PlanRequest,
): Promise<Prepared<KubernetesPayload>> {
  refuseWithoutGrant(target);
  const rendered = await rendererOf(deps, target).render(source, target.path);
  refuseEmpty(rendered, target);
  const client = await deps.connect(target.cluster);
  const inventory = await readInventory(client, target);
  refuseForeignInventory(inventory, source, target);
  const discovery = await discoverKinds(client, rendered.declared, inventory.members);
  const { items, silent } = identify(rendered.declared, target, discovery);
  refuseUngranted(target, [...items, ...silent], inventory.members);
  const declared = new Set([...items, ...silent].map(({ id }) => resourceKey(id)));
  const { sought, unknown } = soughtOf(items, declared, inventory, discovery);
  const live = await observe(client, sought, sight);
  const masker = createMasker({ key: deps.key, objects: inSight(items, live) });
  const mark = inventory.id;
  const expectations = await predict({ client, target, mark, items, live, sight, asApproved });
  const answered = expectations.filter(({ prediction }) => prediction.status !== 'failed');
  const proposals = answered.map((expectation) => propose(expectation, masker, mark));
  const orphans = orphansOf({ target, inventory, declared, live, masker });
  const plan = assemble({
    target,
    source: source.description,
    changes: [...proposals.flatMap(({ change }) => change ?? []), ...orphans.map(({ change }) => change)],
    unchanged: proposals.filter(({ change }) => change === undefined).length,
    unknown: [
      ...silent,
      ...unknown,
      ...failedOf(expectations, masker),
      ...forbiddenReplacements(expectations, target, masker),
      ...unseenMembers(inventory, declared, live),
    ],
    warnings: [...rendered.warnings, ...warningsOf(proposals)].map((text) => masker.text(text)),
  });
  const payload = { client, discovery, target, inventory, source: sourceOf(source, target) };
  return { plan, payload: { ...payload, proposals, orphans, masker } };
}

function rendererOf({ renderers }: PlanDeps, target: Target): Renderer {
  const renderer = renderers[target.render];
  if (renderer !== undefined) return renderer;
  throw new OpsError({
    code: 'unsupported',
    subject: `target ${target.id}`,
    message: `render: ${target.render} is not available yet. Point the target at a folder of plain manifests.`,
  });
}

function refuseEmpty(rendered: Rendered, target: Target): void {
  if (rendered.declared.length > 0 || target.allowEmpty) return;
  throw new OpsError({
    code: 'empty-source',
    subject: target.path,
    message:
      'it declares no object. Check the path; where everything is meant to be deleted, set "allow-empty: true" for its target.',
  });
}

/** Every object whose secrets could show up in what we say. */
function inSight(items: readonly Identified[], live: ReadonlyMap<string, Observed>): JsonObject[] {
  const seen = [...live.values()].filter(
    (object): object is JsonObject => object !== undefined && !(object instanceof OpsError),
  );
  return [...items.map(({ object }) => object), ...seen];
}

function warningsOf(proposals: readonly Proposal[]): string[] {
  const claims = proposals.filter(({ claim }) => claim).length;
  const texts = proposals.flatMap(({ expectation: { prediction } }) =>
    prediction.status === 'predicted' ? prediction.warnings : [],
  );
  const note = `${claims} objects are live as declared, but not recorded as this target's yet: the next sync records them.`;
  const staying = proposals.flatMap(({ expectation: { item }, staying: fields }) =>
    fields.map(
      (field) =>
        `${describeResource(item.id)}: ${field} leaves the source and stays live, since others own it too.`,
    ),
  );
  return [...new Set(texts), ...staying, ...(claims > 0 ? [note] : [])];
}

function assemble(parts: {
  target: Target;
  source: string;
  changes: Change[];
  unchanged: number;
  unknown: Unknown[];
  warnings: string[];
}): Plan {
  const changes = withReferenceNotes(inApplyOrder(parts.changes));
  const named = { target: parts.target.id, cluster: parts.target.cluster, changes };
  return { ...parts, ...named, fingerprint: fingerprintOf(named) };
}

/** As they would be applied: by stage, and deletions last, the other way round. */
function inApplyOrder(changes: readonly Change[]): Change[] {
  const order = (a: Change, b: Change) => byStage(a.id, b.id);
  const applied = changes.filter(({ action }) => action !== 'delete' && action !== 'keep').toSorted(order);
  const orphans = changes.filter(({ action }) => action === 'delete' || action === 'keep').toSorted(order);
  return [...applied, ...orphans.toReversed()];
}

import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import { type Masker, createMasker } from '../../core/secrets/mask.ts';
import type { Inspection } from '../../core/sync/inspection.ts';
import type { Health, ObjectHealth } from '../../core/sync/outcome.ts';
import type { Client } from '../client/client.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { discoverKinds } from '../discovery/discover-kinds.ts';
import { FIELD_MANAGER } from '../fields/managers/field-managers.ts';
import { readInventoryMap } from '../inventory/inventory-store.ts';
import { type Inventory, parseInventory } from '../inventory/inventory.ts';
import { describeResource, resourceKey } from '../objects/resource.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { toObserve } from '../observe/to-observe.ts';
import type { PlanDeps } from '../plan/plan-deps.ts';
import { failed } from './health-fields.ts';
import { healthOf } from './health.ts';
import { withLastWarnings } from './last-warning.ts';
import { type LiveHealth, objectHealthOf } from './live-health.ts';

type Deps = Pick<PlanDeps, 'connect' | 'key'>;

/** Observes the members of the target's inventory: when plumbline last wrote them, and their health. */
export async function inspectKubernetes(
  { connect, key }: Deps,
  target: KubernetesTarget,
): Promise<Inspection> {
  const client = await connect(target.destination);
  const map = await readInventoryMap(client, target);
  const inventory = parseInventory(target, map);
  const { live, silent } = await lookAt(client, inventory);
  const there = [...live.values()].filter(isObject);
  const masker = createMasker({ key, objects: there, rules: target.rules.mask });
  const changed = lastWritten([...(map === undefined ? [] : [map]), ...there]);
  return {
    ...(inventory.source !== undefined && { source: inventory.source }),
    ...(changed !== undefined && { changed }),
    objects: await healthOfAll(client, inventory, live, masker),
    unknown: [...silent, ...refusals(live)].map((text) => masker.text(text)),
  };
}

type Live = ReadonlyMap<string, Observed>;

function isObject(seen: Observed): seen is JsonObject {
  return seen !== undefined && !(seen instanceof OpsError);
}

async function lookAt(client: Client, inventory: Inventory): Promise<{ live: Live; silent: string[] }> {
  const discovery = await discoverKinds(client, [], inventory.members);
  const { wantedObjects, unknown } = toObserve([], new Set(), inventory, discovery);
  const live = await observe(client, wantedObjects, new Map()).all;
  return { live, silent: unknown.map(({ id, message }) => `${describeResource(id)}: ${message}`) };
}

/** The reasons why members could not be observed: a failed LIST is one reason, however many objects it was for. */
function refusals(live: Live): string[] {
  const messages = [...live.values()].flatMap((seen) => (seen instanceof OpsError ? seen.message : []));
  return [...new Set(messages)];
}

async function healthOfAll(
  client: Client,
  { members }: Inventory,
  live: Live,
  masker: Masker,
): Promise<ObjectHealth[]> {
  const judged = members.flatMap((id): LiveHealth[] => {
    const seen = live.get(resourceKey(id));
    return seen instanceof OpsError ? [] : [{ id, health: judge(seen) }];
  });
  const isWell = ({ health }: LiveHealth) => health.status === 'healthy';
  const ill = await withLastWarnings(
    client,
    judged.filter((each) => !isWell(each)),
  );
  return [...judged.filter(isWell), ...ill.map((each) => masked(each, masker))].map(objectHealthOf);
}

function judge(seen: JsonObject | undefined): Health {
  return seen === undefined ? failed('it is not there any more') : healthOf(seen);
}

/** Controllers and webhooks may quote what they refuse. */
function masked({ id, health }: LiveHealth, masker: Masker): LiveHealth {
  return health.status === 'healthy'
    ? { id, health }
    : { id, health: { ...health, reason: masker.text(health.reason) } };
}

function lastWritten(objects: readonly JsonObject[]): string | undefined {
  const ours = objects
    .flatMap((object) => mapsAt(object, 'metadata', 'managedFields'))
    .filter((entry) => entry['manager'] === FIELD_MANAGER);
  return ours
    .map((entry) => textAt(entry, 'time'))
    .filter((time) => time !== '')
    .toSorted()
    .at(-1);
}

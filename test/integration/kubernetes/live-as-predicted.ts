import type { FieldChange } from '../../../src/core/change/change.ts';
import { compare } from '../../../src/core/change/compare.ts';
import {
  type JsonObject,
  type Tree,
  type TreeObject,
  isObject,
  parseJson,
  printJson,
} from '../../../src/core/json/json.ts';
import { AssignedLater } from '../../../src/core/json/marker.ts';
import { describePath } from '../../../src/core/json/pointer.ts';
import { listTypesOf } from '../../../src/kubernetes/fields/list-types.ts';
import { isOurs } from '../../../src/kubernetes/fields/managers/field-managers.ts';
import { managersOf, ownershipsOf } from '../../../src/kubernetes/fields/managers/managed-fields.ts';
import { project } from '../../../src/kubernetes/fields/project.ts';
import { withAssignedLater } from '../../../src/kubernetes/objects/assigned-by-cluster.ts';
import { normalize } from '../../../src/kubernetes/objects/normalize.ts';
import { type ResourceId, describeResource, resourceKey } from '../../../src/kubernetes/objects/resource.ts';
import { withoutUnstable } from '../../../src/kubernetes/objects/unstable.ts';
import type { KubernetesPayload } from '../../../src/kubernetes/plan/payload.ts';
import type { Expectation } from '../../../src/kubernetes/predict/prediction.ts';
import type { Live } from '../../support/live.ts';

/** Live objects by their key; what is not there is absent. */
export type Seen = ReadonlyMap<string, JsonObject>;

/** Reads objects as they are live, with one call of kubectl for each namespace. */
export async function see(at: Live, ids: readonly ResourceId[]): Promise<Seen> {
  const seen = new Map<string, JsonObject>();
  for (const [namespace, here] of Map.groupBy(ids, (id) => id.namespace)) {
    const place = namespace === '' ? [] : ['--namespace', namespace];
    const flags = ['-o', 'json', '--show-managed-fields', '--ignore-not-found'];
    const text = await at.kubectl([...place, 'get', ...here.map(resourceName), ...flags]);
    for (const object of objectsIn(text)) seen.set(keyOf(object), object);
  }
  return seen;
}

/** `deployment.apps/web`, as kubectl takes it. */
export function resourceName({ kind, group, name }: ResourceId): string {
  return `${group === '' ? kind : `${kind}.${group}`}/${name}`;
}

function objectsIn(text: string): JsonObject[] {
  const answer = text.trim() === '' ? { items: [] } : (parseJson(text) as JsonObject);
  return Array.isArray(answer['items']) ? (answer['items'] as JsonObject[]) : [answer];
}

function keyOf(object: JsonObject): string {
  const { name, namespace = '' } = object['metadata'] as { name: string; namespace?: string };
  const group = /^(.*)\//.exec(object['apiVersion'] as string)?.[1] ?? '';
  return resourceKey({ group, kind: object['kind'] as string, namespace, name });
}

/**
 * Compares what a plan predicted, before it was applied, with what is live now.
 * @returns a line for each field that is not as predicted, and that neither the server makes up for a new
 *   object nor a controller wrote since; empty: everything came as it was said
 */
export function surprises({ objectPlans, orphans }: KubernetesPayload, seen: Seen): string[] {
  const expected = objectPlans.flatMap(({ expectation }) =>
    fieldsUnlike(expectation, seen.get(resourceKey(expectation.item.id))),
  );
  const deleted = orphans.filter(({ change }) => change?.action === 'delete');
  const still = deleted.filter(({ id }) => isThere(seen.get(resourceKey(id))));
  return [...expected, ...still.map(({ id }) => `${describeResource(id)}: still there`)];
}

function isThere(object: JsonObject | undefined): boolean {
  return object !== undefined && (object['metadata'] as JsonObject)['deletionTimestamp'] === undefined;
}

function fieldsUnlike({ item, live, body, prediction }: Expectation, now: JsonObject | undefined): string[] {
  const subject = describeResource(item.id);
  if (now === undefined) return [`${subject}: not there`];
  if (prediction.status === 'failed') return [`${subject}: ${prediction.error.message}`];
  const owners = ownershipsOf(now);
  const types = listTypesOf(owners);
  // Nobody could ask about it: the manifest is all that was said of it.
  const silent = prediction.status === 'pending';
  const whole = silent ? body : prediction.status === 'proven' ? (live ?? {}) : prediction.object;
  const predicted = withAssignedLater({ predicted: whole, body, live: live ?? whole }, (object) =>
    normalize(object),
  );
  const [said, came] = silent
    ? [project(predicted, predicted, types), project(normalize(now), predicted, types)]
    : [predicted, normalize(now)];
  // A template's random value is any value where its object is new, and later on the one that is live.
  const unstable = live === undefined ? item.unstable : undefined;
  const settled = (object: TreeObject) => withoutUnstable(object, unstable);
  const others = owners.filter((owner) => !isOurs(owner));
  // Objects are read under the preferred version of their kind; an autoscaler's replicas are nobody's field.
  return compare(settled(said), settled(came), types)
    .filter(({ path }) => describePath(path) !== 'apiVersion' && managersOf(path, others).length === 0)
    .filter(({ path }) => describePath(path) !== 'spec.replicas' || managersOf(path, owners).length > 0)
    .filter(
      ({ path, before }) =>
        !isAssignedLater(before) && (live !== undefined || !MADE_UP.test(describePath(path))),
    )
    .map((field) => `${subject}: ${describeField(field)}`);
}

function isAssignedLater(value: Tree | undefined): boolean {
  return value instanceof AssignedLater || (Array.isArray(value) && value.some(isAssignedLater));
}

/** Addresses and ports that a dry-run does not reserve; the Job controller's name for a Job. */
const MADE_UP =
  /^spec\.(clusterIPs?|ports\[.*\]\.nodePort|healthCheckNodePort)\b|(controller-uid|^spec\.selector|batch\.kubernetes\.io)/;

function describeField({ path, before, after }: FieldChange): string {
  const text = (value: unknown) => (value === undefined ? '∅' : printJson(value));
  return `${describePath(path)} predicted ${text(before)}, live ${text(after)}`;
}

/** The versions that the server gives to objects whenever they are written. */
export function versionsOf(seen: Seen): Map<string, unknown> {
  return new Map(
    [...seen].map(([key, { metadata }]) => [key, isObject(metadata) && metadata['resourceVersion']]),
  );
}

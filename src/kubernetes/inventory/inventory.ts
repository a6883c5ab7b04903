import { createHash } from 'node:crypto';
import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { mapAt, textAt } from '../../core/json/read-json.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { FIELD_MANAGER } from '../fields/managers/field-managers.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import { type Unfinished, parseUnfinished, printUnfinished } from '../order/unfinished.ts';

/** The namespace for the inventories of all targets of a cluster. */
export const INVENTORY_NAMESPACE = 'plumbline-system';

/** The owner label: the label that names a member's inventory (ApplySet, KEP-3659). */
export const PART_OF = 'applyset.kubernetes.io/part-of';

const SOURCE = 'plumbline.dev/source';
const UNFINISHED = 'plumbline.dev/unfinished-sync';

/** The objects that a target created or adopted. An object that is not in it is never pruned. */
export interface Inventory {
  readonly name: string;
  /** The ApplySet's id: the value of the members' `part-of` label. */
  readonly id: string;
  /** Repository and path that the members come from; undefined before the first sync. */
  readonly source?: string;
  readonly members: readonly ResourceId[];
  /** The work that the last sync left undone; absent when it ended with all its hooks. */
  readonly unfinished?: Unfinished;
}

export function inventoryName(target: KubernetesTarget): string {
  return target.id.replaceAll('/', '.');
}

/** `applyset-<base64url(sha256(name.namespace.kind.group))>-v1`, as KEP-3659 says. */
export function applySetId(name: string): string {
  const parent = `${name}.${INVENTORY_NAMESPACE}.ConfigMap.`;
  return `applyset-${createHash('sha256').update(parent).digest('base64url')}-v1`;
}

/** Reads an inventory from its ConfigMap; an inventory that is not there yet is empty. */
export function parseInventory(target: KubernetesTarget, configMap: JsonObject | undefined): Inventory {
  const name = inventoryName(target);
  const lines = textAt(configMap, 'data', 'members').split('\n');
  const { [SOURCE]: source, [UNFINISHED]: left } = mapAt(configMap, 'metadata', 'annotations');
  const unfinished = typeof left === 'string' ? readUnfinished(left, name) : undefined;
  return {
    name,
    id: applySetId(name),
    ...(typeof source === 'string' && { source }),
    ...(unfinished !== undefined && { unfinished }),
    members: lines.filter((line) => line !== '').map((line) => parseMember(line, name)),
  };
}

function readUnfinished(text: string, inventory: string): Unfinished {
  const unfinished = parseUnfinished(text);
  if (unfinished !== undefined) return unfinished;
  throw new OpsError({
    code: 'invalid-source',
    subject: `ConfigMap ${INVENTORY_NAMESPACE}/${inventory}`,
    message: `its annotation ${UNFINISHED} is "${text}", which says nothing. It was edited by hand: put it right, or remove it where all hooks have run.`,
  });
}

function parseMember(line: string, inventory: string): ResourceId {
  const match = /^([^/ ]*)\/([^/ ]+) ([^/ ]*)\/([^ ]+)$/.exec(line);
  if (!match) {
    throw new OpsError({
      code: 'invalid-source',
      subject: `ConfigMap ${INVENTORY_NAMESPACE}/${inventory}`,
      message: `its entry "${line}" is no identity. It was edited by hand: put the entry right or delete the line.`,
    });
  }
  const [, group = '', kind = '', namespace = '', name = ''] = match;
  return { group, kind, namespace, name };
}

/** The ConfigMap that records an inventory: an ApplySet parent. */
export function printInventory(inventory: Inventory, version: string): JsonObject {
  const kinds = new Set(
    inventory.members.map(({ group, kind }) => (group === '' ? kind : `${kind}.${group}`)),
  );
  const namespaces = new Set(inventory.members.map(({ namespace }) => namespace));
  const additional = [...namespaces].filter((name) => name !== '' && name !== INVENTORY_NAMESPACE);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: inventory.name,
      namespace: INVENTORY_NAMESPACE,
      labels: { 'applyset.kubernetes.io/id': inventory.id, 'app.kubernetes.io/managed-by': FIELD_MANAGER },
      annotations: {
        'applyset.kubernetes.io/tooling': `${FIELD_MANAGER}/${version}`,
        'applyset.kubernetes.io/contains-group-kinds': [...kinds].toSorted().join(','),
        'applyset.kubernetes.io/additional-namespaces': additional.toSorted().join(','),
        ...(inventory.source !== undefined && { [SOURCE]: inventory.source }),
        ...(inventory.unfinished !== undefined && { [UNFINISHED]: printUnfinished(inventory.unfinished) }),
      },
    },
    data: { members: membersOf(inventory) },
  };
}

/** The members as they are recorded: one a line, sorted. */
export function membersOf({ members }: Inventory): string {
  return members.map(resourceKey).toSorted().join('\n');
}

/** Whether a live object carries the owner label of an inventory. */
export function hasOwnerLabel(object: JsonObject, id: string): boolean {
  return ownerLabelOf(object) === id;
}

export function ownerLabelOf(object: JsonObject): string | undefined {
  const ownerLabel = mapAt(object, 'metadata', 'labels')[PART_OF];
  return typeof ownerLabel === 'string' ? ownerLabel : undefined;
}

export function withOwnerLabel(object: JsonObject, id: string): JsonObject {
  const { labels: declared } = mapAt(object, 'metadata');
  // The server refuses labels that are no map.
  if (declared !== undefined && declared !== null && !isObject(declared)) return object;
  const labels = { ...declared, [PART_OF]: id };
  return { ...object, metadata: { ...mapAt(object, 'metadata'), labels } };
}

/**
 * The object without its own target's owner label, which is bookkeeping and no difference; the label of another target
 * stays.
 */
export function withoutOwnerLabel(object: JsonObject, id: string): JsonObject {
  if (ownerLabelOf(object) !== id) return object;
  const metadata = object['metadata'] as JsonObject;
  const { [PART_OF]: _mark, ...labels } = metadata['labels'] as JsonObject;
  const { labels: _labels, ...rest } = metadata;
  return { ...object, metadata: Object.keys(labels).length > 0 ? { ...rest, labels } : rest };
}

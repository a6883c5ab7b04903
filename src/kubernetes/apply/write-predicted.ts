import { OpsError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json/json.ts';
import type { Client } from '../client/client.ts';
import { servedOwners } from '../discovery/served-owners.ts';
import { type Segments, fieldsOutside, withoutFields } from '../fields/field-set.ts';
import { FIELD_MANAGER, isOurs, ourFields } from '../fields/managers/field-managers.ts';
import { type Ownership, ownershipsOf } from '../fields/managers/managed-fields.ts';
import { versionOf } from '../objects/object-version.ts';
import type { Onto } from '../predict/apply-emptied.ts';
import { replacement } from '../predict/json-patch.ts';

/** The state to write. */
export interface Aim {
  readonly wanted: JsonObject;
  /** The owners of its fields after the apply. */
  readonly owners: readonly Ownership[];
  /** The fields that others give up, fields without a value included. */
  readonly takeOver: readonly Segments[];
  /** Called after each write, since any may be the last. */
  readonly written: (object: JsonObject) => JsonObject;
}

/**
 * Writes the very state that was predicted, where an apply alone would not lead to it: an apply leaves the fields that
 * people added, and cannot empty a map. The apply that follows finds every value in place, and records plumbline as the
 * owner.
 * @returns the live object
 */
export async function writePredicted(client: Client, onto: Existing, aim: Aim): Promise<JsonObject> {
  const { wanted, written } = aim;
  const content = written(await patch(client, onto, onto.live, replacement(onto.live, wanted)));
  return written(await disown(client, onto, content, aim, ATTEMPTS));
}

type Existing = Omit<Onto, 'body'>;

/** The most attempts for an object that others write meanwhile. */
const ATTEMPTS = 10;

/**
 * Takes the write out of the record of owners. Left in the record, the write would own its fields beside the apply, for
 * good: so this is tried again, and only then is the conflict thrown, since the object is another one by now.
 */
async function disown(
  client: Client,
  onto: Existing,
  object: JsonObject,
  aim: Aim,
  attempts: number,
): Promise<JsonObject> {
  const owners = await servedOwners(client, onto.type, ownersAfter(ownershipsOf(object), aim));
  try {
    const value = owners.map(entryOf);
    return await patch(client, onto, object, [{ op: 'replace', path: '/metadata/managedFields', value }]);
  } catch (error) {
    const conflict = error instanceof OpsError && error.code === 'conflict' && attempts > 1;
    if (conflict) await disown(client, onto, await client.read(onto.type, onto.id), aim, attempts - 1);
    throw error;
  }
}

async function patch(
  client: Client,
  { type, id }: Existing,
  from: JsonObject,
  operations: readonly Json[],
): Promise<JsonObject> {
  // A version that is no longer the live one is refused as a conflict; a `test` would be refused as invalid.
  const guard = { op: 'replace', path: '/metadata/resourceVersion', value: versionOf(from) };
  const reply = await client.patch(type, id, 'application/json-patch+json', [guard, ...operations]);
  return reply.object;
}

/**
 * The owners without this write, and without the fields that people and plumbline give up. Plumbline's fields left in
 * the record would be removed by the apply, and with the last field of a struct all of the server's defaults in it.
 */
function ownersAfter(owners: readonly Ownership[], { owners: predicted, takeOver }: Aim): Ownership[] {
  const kept = [ourFields(predicted)];
  const goneOf = (owner: Ownership) => {
    if (isOurs(owner)) return fieldsOutside(owner.fields, kept);
    return takeOver;
  };
  const others = owners
    .filter((owner) => !isThisWrite(owner))
    .map((owner) => ({ ...owner, fields: withoutFields(owner.fields, goneOf(owner)) }))
    .filter(({ fields }) => Object.keys(fields).length > 0);
  if (others.length > 0) return others;
  // Without any owner, the next apply would give all fields to `before-first-apply` too.
  const here = owners.filter(isThisWrite).map((owner) => ({ ...owner, operation: 'Apply' }));
  return here.length > 0 ? here : predicted.filter(isOurs);
}

function isThisWrite({ manager, operation, subresource }: Ownership): boolean {
  return manager === FIELD_MANAGER && operation === 'Update' && subresource === '';
}

function entryOf(owner: Ownership): JsonObject {
  const { manager, operation, apiVersion, subresource, time, fields } = owner;
  const optional: JsonObject = {
    ...(subresource !== '' && { subresource }),
    ...(time !== undefined && { time }),
  };
  return { manager, operation, apiVersion, fieldsType: 'FieldsV1', fieldsV1: fields, ...optional };
}

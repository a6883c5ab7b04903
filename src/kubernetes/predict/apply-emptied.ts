import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { ApplyOptions, Client, Reply } from '../client/client.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { holdsEmpty, withEmptied } from '../fields/emptied/declared-empty.ts';
import { type Giving, withoutEmptiedMaps } from '../fields/emptied/without-emptied-maps.ts';
import { unionOf } from '../fields/field-set.ts';
import { listTypesOf } from '../fields/list-types.ts';
import { type Left, isOurs, keptByOthers } from '../fields/managers/field-managers.ts';
import { type Ownership, ownershipsOf } from '../fields/managers/managed-fields.ts';
import { isBuiltInGroup } from '../objects/built-in-groups.ts';
import type { ResourceId } from '../objects/resource.ts';

/** A live object, and the body that is applied to it. */
export interface Onto {
  readonly type: ResourceType;
  readonly id: ResourceId;
  readonly body: JsonObject;
  readonly live: JsonObject;
  /** The fields of others that the rules leave alone. */
  readonly left: Left;
}

export interface First {
  readonly reply: Reply;
  /** Whether the same body has to be applied again. */
  readonly again: boolean;
}

/**
 * The first of the two applies that empty a map or list; for any other body the only one. See
 * `kubernetes/fields/emptied/declared-empty.ts`.
 */
export async function applyFirst(client: Client, onto: Onto, options: ApplyOptions): Promise<First> {
  const { type, body, live, left } = onto;
  const stripped = isBuiltInGroup(type.group)
    ? body
    : withoutEmptiedMaps(body, givingOf(ownershipsOf(live), left));
  const { reply, whole } = await applyEither(client, onto, stripped, options);
  return { reply, again: !whole || secondOf(onto, reply.object, reply.object) !== reply.object };
}

/**
 * The object after the second apply.
 * @param applied the reply of the first, which tells the types of lists
 */
export function secondOf(
  { body, live }: Pick<Onto, 'body' | 'live'>,
  applied: JsonObject,
  object: JsonObject,
): JsonObject {
  if (!holdsEmpty(body)) return object;
  const types = listTypesOf([...ownershipsOf(live), ...ownershipsOf(applied)]);
  return withEmptied({ applied: object, body, live, types });
}

/** Plumbline gives fields up, and so do the owners whose fields are taken over first. */
function givingOf(owners: readonly Ownership[], left: Left): Giving {
  const gives = owners.filter((owner) => isOurs(owner) || left.gives(owner)).map(({ fields }) => fields);
  return { gives: unionOf(gives), keeps: keptByOthers(owners, left) };
}

async function applyEither(
  client: Client,
  { type, id, body }: Onto,
  stripped: JsonObject,
  options: ApplyOptions,
): Promise<{ reply: Reply; whole: boolean }> {
  try {
    return { reply: await client.apply(type, id, stripped, options), whole: stripped === body };
  } catch (error) {
    // One of the emptied maps is required.
    const lacking = error instanceof OpsError && error.code === 'invalid' && stripped !== body;
    if (!lacking) throw error;
    return { reply: await client.apply(type, id, body, options), whole: true };
  }
}

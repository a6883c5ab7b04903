import { OpsError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { listTypesOf } from '../core/list-types.ts';
import { fieldsNamedBy, overlay } from '../core/overlay.ts';
import { type Ownership, type Segments, ownershipsOf } from '../core/ownership.ts';
import { FIELD_MANAGER, fieldsAddedByPeople, isOurs, ourFields } from '../core/people.ts';
import { removeFields } from '../core/remove-fields.ts';
import type { Client } from './client.ts';
import type { Identified } from './identify.ts';
import { replacement } from './replacement.ts';

export interface Predicted {
  readonly status: 'predicted';
  /** The object as it would be stored. */
  readonly object: JsonObject;
  /** Who would own its fields by the apply. */
  readonly owners: readonly Ownership[];
  /** Fields of people that are taken over first, so that they go. */
  readonly takeOver: readonly Segments[];
  readonly warnings: readonly string[];
}

/** What one object would be, without what people added to it. @throws OpsError what the server refuses */
export async function foretell(
  client: Client,
  item: Identified,
  live: JsonObject | undefined,
  body: JsonObject,
): Promise<Predicted> {
  try {
    const applied = await client.apply(item.type, item.id, body, { dryRun: true, force: true });
    const owners = ownershipsOf(applied.object);
    const prediction: Predicted = { status: 'predicted', ...applied, owners, takeOver: [] };
    return live === undefined ? prediction : await withoutAdditions(client, item, live, prediction);
  } catch (error) {
    const refused = error instanceof OpsError && error.code === 'invalid' && live !== undefined;
    const instead = refused ? await insteadOfAdditions(client, item, live, body) : undefined;
    if (instead === undefined) throw error;
    return instead;
  }
}

/**
 * Beside what people added, what the source declares may be refused: a Service whose port 80 was edited to 8080 would
 * have both, and both without a name. A sync takes such additions over first and then applies, so that one goes as the
 * other comes; to a dry-run, which leaves no trace for a second one, the outcome is given as a whole.
 * @returns undefined when people added nothing, or the outcome is refused as well
 */
async function insteadOfAdditions(
  client: Client,
  item: Identified,
  live: JsonObject,
  body: JsonObject,
): Promise<Predicted | undefined> {
  const owners = ownershipsOf(live);
  const types = listTypesOf(owners);
  const named = fieldsNamedBy(body, types);
  const additions = fieldsAddedByPeople(owners, named);
  if (additions.length === 0) return undefined;
  const patch = replacement(live, overlay(removeFields(live, additions), body, types));
  try {
    const type = 'application/json-patch+json';
    const { object } = await client.patch(item.type, item.id, type, patch, { dryRun: true });
    const ours = { ...OURS, apiVersion: item.apiVersion, fields: named };
    const after = [...owners.filter((owner) => !isOurs(owner)), ours];
    return { status: 'predicted', object, owners: after, takeOver: additions, warnings: [] };
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid') return undefined;
    throw error;
  }
}

const OURS = { manager: FIELD_MANAGER, operation: 'Apply', subresource: '' } as const;

/**
 * What people added goes with the apply. Only the server can say what is left then: it fills in defaults, which an
 * earlier `kubectl apply` owns just like what somebody wrote.
 */
async function withoutAdditions(
  client: Client,
  item: Identified,
  live: JsonObject,
  applied: Predicted,
): Promise<Predicted> {
  const takeOver = fieldsAddedByPeople(ownershipsOf(live), ourFields(applied.owners));
  if (takeOver.length === 0) return applied;
  const patch = replacement(live, removeFields(applied.object, takeOver));
  try {
    const reply = await client.patch(item.type, item.id, 'application/json-patch+json', patch, {
      dryRun: true,
    });
    return { ...applied, object: reply.object, takeOver };
  } catch (error) {
    // Some fields cannot be taken away (a claim's volume, a Job's selector): they stay, here and at the apply.
    if (error instanceof OpsError && error.code === 'invalid') return applied;
    throw error;
  }
}

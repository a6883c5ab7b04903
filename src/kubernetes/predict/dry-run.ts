import type { JsonObject } from '../../core/json/json.ts';
import { sharing } from '../../core/json/share-equal.ts';
import type { Reply } from '../client/client.ts';
import { StatusError } from '../client/status-error.ts';
import { type FieldSet, type Segments, fieldsOutside } from '../fields/field-set.ts';
import { fieldsAddedByPeople, isOurs, ourFields } from '../fields/managers/field-managers.ts';
import { type Ownership, ownershipsOf } from '../fields/managers/managed-fields.ts';
import { removeFields } from '../fields/remove-fields.ts';
import { renamedEntries } from '../fields/renamed-entries.ts';
import { withoutDefaults } from '../fields/without-defaults.ts';
import { withoutAssigned } from '../objects/assigned-by-cluster.ts';
import { applyFirst, secondOf } from './apply-emptied.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { dryRunFormer } from './dry-run-patch.ts';
import { replacement } from './json-patch.ts';
import { makeWay, unlessInvalid } from './make-way.ts';
import type { Predicted } from './predicted.ts';

const DRY_RUN = { dryRun: true };
const DRY_APPLY = { ...DRY_RUN, force: true };

/** Predicts one object, without the fields that people added. @throws OpsError the server's refusal */
export async function dryRunApply(input: DryRunInput): Promise<Predicted> {
  const { live } = input;
  const former = await dryRunFormer(input);
  if (former !== undefined) return former;
  try {
    return live === undefined ? await dryRunNew(input) : await dryRunChange(input, live);
  } catch (error) {
    // A version may have gone since the discovery.
    const late = await dryRunFormer(input, error);
    if (late !== undefined) return late;
    // A body or a live object that does not fit its schema would not fit with fewer fields either.
    const refused = error instanceof StatusError && error.reason === 'Invalid' && live !== undefined;
    const whole = refused ? await makeWay(input, live, error) : undefined;
    if (whole === undefined) throw error;
    return whole;
  }
}

async function dryRunNew({ client, item, body }: DryRunInput): Promise<Predicted> {
  const reply = await client.apply(item.type, item.id, body, DRY_APPLY);
  return { status: 'predicted', ...reply, owners: ownershipsOf(reply.object), takeOver: [] };
}

async function dryRunChange(input: DryRunInput, live: JsonObject): Promise<Predicted> {
  const { client, item, body, left } = input;
  const first = await applyFirst(client, { type: item.type, id: item.id, body, live, left }, DRY_APPLY);
  return asLeft(input, live, { ...first.reply, object: sharing(first.reply.object, live) });
}

/** Predicts the object after its apply, with the fields that people added removed. */
async function asLeft(input: DryRunInput, live: JsonObject, applied: Reply): Promise<Predicted> {
  const named = ourFields(ownershipsOf(applied.object));
  const { body, left } = input;
  const owners = recordedOwners(live, applied.object);
  const takeOver = [
    ...fieldsAddedByPeople(owners, named, left),
    ...renamedEntries({ body, live, owners, left }),
  ];
  const prediction = await unlessInvalid(withoutThem(input, live, applied, takeOver));
  if (prediction !== undefined) return prediction;
  // Some fields cannot be removed: these stay, here and at the apply.
  let taken = await withoutThem(input, live, applied, []);
  for (const path of takeOver) {
    const next = withoutThem(input, live, applied, [...taken.takeOver, path]);
    taken = (await unlessInvalid(next)) ?? taken;
  }
  return { ...taken, stuck: takeOver.filter((path) => !taken.takeOver.includes(path)) };
}

/** The owners of a live object; where none are recorded yet, those that the apply records, as `before-first-apply`. */
function recordedOwners(live: JsonObject, applied: JsonObject): Ownership[] {
  const owners = ownershipsOf(live);
  return owners.length > 0 ? owners : ownershipsOf(applied).filter((owner) => !isOurs(owner));
}

/**
 * Predicts the object without the given fields, and with the maps that the source empties, empty. Only the server can
 * predict it: the server fills in defaults, which an earlier `kubectl apply` owns just like written fields, and some of
 * which follow from other fields. So the patch leaves out the defaults that the server filled in while the given fields
 * were there.
 */
async function withoutThem(
  { client, item, body }: DryRunInput,
  live: JsonObject,
  applied: Reply,
  takeOver: readonly Segments[],
): Promise<Predicted> {
  const owners = ownershipsOf(applied.object);
  const prediction: Predicted = { status: 'predicted', ...applied, owners, takeOver };
  const second = (object: JsonObject) => secondOf({ body, live }, applied.object, object);
  if (takeOver.length === 0 && second(applied.object) === applied.object) return prediction;
  const gone = [...takeOver, ...fieldsOutside(ourFields(ownershipsOf(live)), fieldsOf(owners))];
  const left = second(withoutDefaults(removeFields(applied.object, gone), body, ourFields(owners)));
  const wanted = withoutAssigned({ predicted: left, body, live });
  // The object stays as it is, and only the record of its owners is another one (a Secret's `stringData`).
  if (left === applied.object) return { ...prediction, wanted };
  const patch = replacement(live, wanted);
  const { object } = await client.patch(item.type, item.id, 'application/json-patch+json', patch, DRY_RUN);
  return { ...prediction, object, wanted };
}

function fieldsOf(owners: readonly Ownership[]): FieldSet[] {
  return owners.map(({ fields }) => fields);
}

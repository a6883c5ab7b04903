import type { JsonObject } from '../../core/json/json.ts';
import { sharing } from '../../core/json/share-equal.ts';
import type { Reply } from '../client/client.ts';
import { StatusError } from '../client/status-error.ts';
import { fieldsAddedByPeople, isOurs, ourFields } from '../fields/field-managers.ts';
import { type FieldSet, type Segments, fieldsOutside } from '../fields/field-set.ts';
import { type Ownership, ownershipsOf } from '../fields/managed-fields.ts';
import { removeFields } from '../fields/remove-fields.ts';
import { renamedEntries } from '../fields/renamed-entries.ts';
import { withoutDefaults } from '../fields/without-defaults.ts';
import { withAssignedLater, withoutAssigned } from '../objects/assigned-by-cluster.ts';
import { applyFirst, secondOf } from './apply-emptied.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { dryRunFormer } from './dry-run-patch.ts';
import { replacement } from './json-patch.ts';
import { makeWay, unlessInvalid } from './make-way.ts';
import type { Predicted } from './predicted.ts';

const DRY_RUN = { dryRun: true };
const DRY_APPLY = { ...DRY_RUN, force: true };

/** What one object would be, without what people added to it. @throws OpsError what the server refuses */
export async function dryRunApply(input: DryRunInput): Promise<Predicted> {
  const { live, body } = input;
  const predicted = await ask(input);
  if (live === undefined) return predicted;
  return { ...predicted, object: withAssignedLater({ predicted: predicted.object, body, live }) };
}

async function ask(input: DryRunInput): Promise<Predicted> {
  const { live } = input;
  const former = await dryRunFormer(input);
  if (former !== undefined) return former;
  try {
    return live === undefined ? await dryRunNew(input) : await dryRunChange(input, live);
  } catch (error) {
    // A version may have gone since the kinds were asked for.
    const late = await dryRunFormer(input, error);
    if (late !== undefined) return late;
    // A body or a live object that does not fit its schema does not so either once more is gone.
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

/** What people added goes with the apply. */
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
  // Some fields cannot be taken away: these stay, here and at the apply.
  let taken = await withoutThem(input, live, applied, []);
  for (const path of takeOver) {
    const next = withoutThem(input, live, applied, [...taken.takeOver, path]);
    taken = (await unlessInvalid(next)) ?? taken;
  }
  return { ...taken, stuck: takeOver.filter((path) => !taken.takeOver.includes(path)) };
}

/** Of an object whose owners nobody has recorded yet, as the apply records them: as those of `before-first-apply`. */
function recordedOwners(live: JsonObject, applied: JsonObject): Ownership[] {
  const owners = ownershipsOf(live);
  return owners.length > 0 ? owners : ownershipsOf(applied).filter((owner) => !isOurs(owner));
}

/**
 * What the source empties stays, empty, and what people added goes. Only the server can say what is left then: it fills
 * in defaults, which an earlier `kubectl apply` owns just like what somebody wrote, and some of which follow from other
 * fields. So it is not given those that it filled in while what people added was there.
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
  // What was asked for is left as it is: only the record of its owners is another one (a Secret's `stringData`).
  if (left === applied.object) return { ...prediction, wanted };
  const patch = replacement(live, wanted);
  const { object } = await client.patch(item.type, item.id, 'application/json-patch+json', patch, DRY_RUN);
  return { ...prediction, object, wanted };
}

function fieldsOf(owners: readonly Ownership[]): FieldSet[] {
  return owners.map(({ fields }) => fields);
}

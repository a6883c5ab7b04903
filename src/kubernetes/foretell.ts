import { withAssignedLater, withoutAssigned } from '../core/assigned.ts';
import { OpsError } from '../core/errors.ts';
import { leftBy } from '../core/ignore.ts';
import type { JsonObject } from '../core/json.ts';
import { type FieldSet, type Segments, fieldsOutside } from '../core/field-set.ts';
import { type Ownership, ownershipsOf } from '../core/ownership.ts';
import { fieldsAddedByPeople, ourFields } from '../core/people.ts';
import { removeFields } from '../core/remove-fields.ts';
import { unfilled } from '../core/unfilled.ts';
import { sharing } from '../core/share.ts';
import { applyFirst, secondOf } from './apply-emptied.ts';
import type { Reply } from './client.ts';
import { type Outlook, outlookOf } from './estimate.ts';
import { foretellFormer, foretellWhole } from './foretell-whole.ts';
import type { Question } from './question.ts';
import { replacement } from './replacement.ts';
import { StatusError } from './status-error.ts';

/** What an object would be, as the server says. */
export interface Predicted extends Outlook {
  readonly status: 'predicted';
  /** What is written first, where an apply alone would not come to the object; see `bring-about.ts`. */
  readonly wanted?: JsonObject;
  readonly warnings: readonly string[];
}

const DRY_RUN = { dryRun: true };
const DRY_APPLY = { ...DRY_RUN, force: true };

/** What one object would be, without what people added to it. @throws OpsError what the server refuses */
export async function foretell(question: Question): Promise<Predicted> {
  const { live, body } = question;
  const predicted = await ask(question);
  if (live === undefined) return predicted;
  return { ...predicted, object: withAssignedLater({ foretold: predicted.object, body, live }) };
}

async function ask(question: Question): Promise<Predicted> {
  const { live } = question;
  const former = await foretellFormer(question);
  if (former !== undefined) return former;
  try {
    return live === undefined ? await foretellNew(question) : await foretellChange(question, live);
  } catch (error) {
    // A version may have gone since the kinds were asked for.
    const late = await foretellFormer(question, error);
    if (late !== undefined) return late;
    // A body or a live object that does not fit its schema does not so either once people's additions are gone.
    const refused = error instanceof StatusError && error.reason === 'Invalid' && live !== undefined;
    const instead = refused ? await insteadOfAdditions(question, live) : undefined;
    if (instead === undefined) throw error;
    return instead;
  }
}

async function foretellNew({ client, item, body }: Question): Promise<Predicted> {
  const reply = await client.apply(item.type, item.id, body, DRY_APPLY);
  return { status: 'predicted', ...reply, owners: ownershipsOf(reply.object), takeOver: [] };
}

async function foretellChange(question: Question, live: JsonObject): Promise<Predicted> {
  const { client, item, body, rules } = question;
  const first = await applyFirst(client, { type: item.type, id: item.id, body, live, rules }, DRY_APPLY);
  return asLeft(question, live, { ...first.reply, object: sharing(first.reply.object, live) });
}

/**
 * Beside what people added, what the source declares may be refused: a Service whose port 80 was edited to 8080 would
 * have both, and both without a name. A sync takes such additions over first and then applies, so that one goes as the
 * other comes; to a dry-run, which leaves no trace for a second one, the outcome is given as a whole.
 * @returns undefined when people added nothing, or the outcome is refused as well
 */
async function insteadOfAdditions(question: Question, live: JsonObject): Promise<Predicted | undefined> {
  const outlook = outlookOf(question, live);
  if (outlook.takeOver.length === 0) return undefined;
  return unlessInvalid(foretellWhole(question, live, outlook));
}

/** What people added goes with the apply. */
async function asLeft(question: Question, live: JsonObject, applied: Reply): Promise<Predicted> {
  const named = ourFields(ownershipsOf(applied.object));
  const takeOver = fieldsAddedByPeople(ownershipsOf(live), named, leftBy(question.rules));
  const prediction = await unlessInvalid(withoutThem(question, live, applied, takeOver));
  if (prediction !== undefined) return prediction;
  // Some fields cannot be taken away: these stay, here and at the apply.
  let taken = await withoutThem(question, live, applied, []);
  for (const path of takeOver) {
    const next = withoutThem(question, live, applied, [...taken.takeOver, path]);
    taken = (await unlessInvalid(next)) ?? taken;
  }
  return { ...taken, stuck: takeOver.filter((path) => !taken.takeOver.includes(path)) };
}

async function unlessInvalid(asked: Promise<Predicted>): Promise<Predicted | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid') return undefined;
    throw error;
  }
}

/**
 * What the source empties stays, empty, and what people added goes. Only the server can say what is left then: it fills
 * in defaults, which an earlier `kubectl apply` owns just like what somebody wrote, and some of which follow from other
 * fields. So it is not given those that it filled in while what people added was there.
 */
async function withoutThem(
  { client, item, body }: Question,
  live: JsonObject,
  applied: Reply,
  takeOver: readonly Segments[],
): Promise<Predicted> {
  const owners = ownershipsOf(applied.object);
  const prediction: Predicted = { status: 'predicted', ...applied, owners, takeOver };
  const second = (object: JsonObject) => secondOf({ body, live }, applied.object, object);
  if (takeOver.length === 0 && second(applied.object) === applied.object) return prediction;
  const gone = [...takeOver, ...fieldsOutside(ourFields(ownershipsOf(live)), fieldsOf(owners))];
  const left = second(unfilled(removeFields(applied.object, gone), body, ourFields(owners)));
  const wanted = withoutAssigned({ foretold: left, body, live });
  // What was asked for is left as it is: only the record of its owners is another one (a Secret's `stringData`).
  if (left === applied.object) return { ...prediction, wanted };
  const patch = replacement(live, wanted);
  const { object } = await client.patch(item.type, item.id, 'application/json-patch+json', patch, DRY_RUN);
  return { ...prediction, object, wanted };
}

function fieldsOf(owners: readonly Ownership[]): FieldSet[] {
  return owners.map(({ fields }) => fields);
}

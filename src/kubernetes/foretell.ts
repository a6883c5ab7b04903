import { OpsError } from '../core/errors.ts';
import { leftBy } from '../core/ignore.ts';
import type { JsonObject } from '../core/json.ts';
import { type Ownership, type Segments, ownershipsOf } from '../core/ownership.ts';
import { fieldsAddedByPeople, ourFields } from '../core/people.ts';
import { removeFields } from '../core/remove-fields.ts';
import { outlookOf } from './estimate.ts';
import type { Question } from './question.ts';
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
export async function foretell(question: Question): Promise<Predicted> {
  const { client, item, live, body } = question;
  try {
    const applied = await client.apply(item.type, item.id, body, { dryRun: true, force: true });
    const owners = ownershipsOf(applied.object);
    const prediction: Predicted = { status: 'predicted', ...applied, owners, takeOver: [] };
    return live === undefined ? prediction : await withoutAdditions(question, live, prediction);
  } catch (error) {
    const refused = error instanceof OpsError && error.code === 'invalid' && live !== undefined;
    const instead = refused ? await insteadOfAdditions(question, live) : undefined;
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
async function insteadOfAdditions(question: Question, live: JsonObject): Promise<Predicted | undefined> {
  const { client, item } = question;
  const { object: wanted, owners, takeOver } = outlookOf(question, live);
  if (takeOver.length === 0) return undefined;
  try {
    const patch = replacement(live, wanted);
    const type = 'application/json-patch+json';
    const { object } = await client.patch(item.type, item.id, type, patch, { dryRun: true });
    return { status: 'predicted', object, owners, takeOver, warnings: [] };
  } catch (error) {
    if (error instanceof OpsError && error.code === 'invalid') return undefined;
    throw error;
  }
}

/**
 * What people added goes with the apply. Only the server can say what is left then: it fills in defaults, which an
 * earlier `kubectl apply` owns just like what somebody wrote.
 */
async function withoutAdditions(
  { client, item, rules }: Question,
  live: JsonObject,
  applied: Predicted,
): Promise<Predicted> {
  const takeOver = fieldsAddedByPeople(ownershipsOf(live), ourFields(applied.owners), leftBy(rules));
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

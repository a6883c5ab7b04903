import { describeResource, resourceKey } from '../../core/change/resource.ts';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { dependenciesOf } from '../../core/plan/dependencies.ts';
import { StatusError } from '../client/status-error.ts';
import { hasFormerOwners } from '../discovery/served-owners.ts';
import { rehearse } from './dry-run-as-new.ts';
import type { Missing, Question } from './dry-run-input.ts';
import { type Outlook, outlookOf } from './estimate.ts';

/** The server takes the object as a new one only: what it is live has to go first. */
export interface Replaced {
  readonly status: 'replaced';
  /** The new object as it would be stored. */
  readonly object: JsonObject;
  /** What cannot be changed, in the server's words. */
  readonly causes: readonly string[];
}

/** The server cannot be asked about the object: what follows from the manifest alone. */
export interface Estimated extends Outlook {
  readonly status: 'estimated';
  readonly reason: string;
  readonly wanted?: JsonObject;
}

/** The server cannot be asked yet: something that the same source declares must be there first. */
export interface Pending {
  readonly status: 'pending';
  readonly reason: string;
}

/**
 * What the refusal of a dry-run means where it is no plain mistake.
 * @returns undefined for a mistake
 */
export async function meaningOf(
  error: OpsError,
  question: Question,
  missing: Missing,
): Promise<Replaced | Estimated | Pending | undefined> {
  if (isRefusedByWebhook(error)) return estimated(error, question);
  const created = await missing();
  const needed = dependenciesOf(question.body, question.item.id.namespace).find((id) =>
    created.has(resourceKey(id)),
  );
  if (needed !== undefined) {
    return {
      status: 'pending',
      reason: `not validated yet: ${describeResource(needed)} is created by ${created.get(resourceKey(needed))}`,
    };
  }
  return isAboutChange(error) && question.live !== undefined ? replaced(error, question) : undefined;
}

/** The API server has no reason of its own for it, so that its sentence is all there is to know it by. */
function isRefusedByWebhook(error: OpsError): boolean {
  return (
    error instanceof StatusError &&
    error.httpStatus === 400 &&
    error.message.includes('does not support dry run')
  );
}

async function estimated(error: OpsError, question: Question): Promise<Estimated> {
  const { client, item, live, body } = question;
  const outlook = live === undefined ? { object: body, owners: [], takeOver: [] } : outlookOf(question, live);
  const webhook = /admission webhook ("[^"]*")/.exec(error.message)?.[1] ?? 'an admission webhook';
  const reason = `could not be previewed, since ${webhook} does not take part in dry-runs: an estimate from the manifest alone`;
  // Beside owners of a version that is gone, an apply alone is refused.
  const isFormer = live !== undefined && (await hasFormerOwners(client, item.type, live, {}));
  const wanted = isFormer || outlook.takeOver.length > 0 ? { wanted: outlook.object } : {};
  return { status: 'estimated', ...outlook, ...wanted, reason };
}

/** A field that has another value, or may have none: of a mistake as of a value that may not change. */
function isAboutChange(error: OpsError): error is StatusError {
  return (
    error instanceof StatusError &&
    error.httpStatus === 422 &&
    error.causes.some(({ reason }) => reason === 'FieldValueInvalid' || reason === 'FieldValueForbidden')
  );
}

/** Replacing one of these would delete all that is in it. */
const NEVER_REPLACED: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition']);

/**
 * Whether a refusal is about the change and not about what is wanted is not read from words: as a new object
 * the server must take it.
 */
async function replaced(error: StatusError, question: Question): Promise<Replaced | undefined> {
  if (NEVER_REPLACED.has(question.item.id.kind)) return undefined;
  try {
    const object = await rehearse(question);
    const causes = error.causes.map(({ field, message }) =>
      field === '' ? message : `${field}: ${message}`,
    );
    return { status: 'replaced', object, causes };
  } catch (refusal) {
    if (refusal instanceof OpsError) return undefined;
    throw refusal;
  }
}

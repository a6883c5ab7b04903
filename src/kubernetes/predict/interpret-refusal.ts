import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { StatusError } from '../client/status-error.ts';
import { hasFormerOwners } from '../discovery/served-owners.ts';
import { dependenciesOf } from '../objects/dependencies.ts';
import { describeResource, resourceKey } from '../objects/resource.ts';
import { dryRunAsNew } from './dry-run-as-new.ts';
import type { Missing, DryRunInput } from './dry-run-input.ts';
import { type Estimate, estimateOf } from './estimate.ts';

/** The server takes the object only as a new one: the live object has to go first. */
export interface Replaced {
  readonly status: 'replaced';
  /** The new object as it would be stored. */
  readonly object: JsonObject;
  /** The fields that cannot be changed, in the server's words. */
  readonly causes: readonly string[];
}

/** The server cannot dry-run the object: an estimate from the manifest alone. */
export interface Estimated extends Estimate {
  readonly status: 'estimated';
  readonly reason: string;
  readonly wanted?: JsonObject;
}

/** The server cannot dry-run the object now: mostly, another declared object must be there first. */
export interface Pending {
  readonly status: 'pending';
  readonly reason: string;
}

/**
 * Interprets the refusal of a dry-run.
 * @returns undefined for a plain mistake
 */
export async function interpretRefusal(
  error: OpsError,
  input: DryRunInput,
  missing: Missing,
): Promise<Replaced | Estimated | Pending | undefined> {
  if (isRefusedByWebhook(error)) return estimated(error, input);
  const created = await missing();
  const needed = dependenciesOf(input.body, input.item.id.namespace).find((id) =>
    created.has(resourceKey(id)),
  );
  if (needed !== undefined) {
    return {
      status: 'pending',
      reason: `not validated yet: ${describeResource(needed)} is created by ${created.get(resourceKey(needed))}`,
    };
  }
  return isAboutChange(error) && input.live !== undefined ? replaced(error, input) : undefined;
}

/**
 * Whether an admission webhook takes no dry-runs. The API server has no reason of its own for this refusal, so only its
 * message tells.
 */
function isRefusedByWebhook(error: OpsError): boolean {
  return (
    error instanceof StatusError &&
    error.httpStatus === 400 &&
    error.message.includes('does not support dry run')
  );
}

async function estimated(error: OpsError, input: DryRunInput): Promise<Estimated> {
  const { client, item, live, body } = input;
  const estimate = live === undefined ? { object: body, owners: [], takeOver: [] } : estimateOf(input, live);
  const webhook = /admission webhook ("[^"]*")/.exec(error.message)?.[1] ?? 'an admission webhook';
  const reason = `could not be previewed, since ${webhook} does not take part in dry-runs: an estimate from the manifest alone`;
  // Beside owners of a version that is gone, an apply alone is refused.
  const isFormer = live !== undefined && (await hasFormerOwners(client, item.type, live, {}));
  const wanted = isFormer || estimate.takeOver.length > 0 ? { wanted: estimate.object } : {};
  return { status: 'estimated', ...estimate, ...wanted, reason };
}

/**
 * Whether a refusal may be about the change: the server gives these reasons for a plain mistake and for a value that
 * may not change.
 */
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
 * Tells a refused change from a wrong object: the server must take the object as a new one. Its message is not read for
 * this.
 */
async function replaced(error: StatusError, input: DryRunInput): Promise<Replaced | undefined> {
  if (NEVER_REPLACED.has(input.item.id.kind)) return undefined;
  try {
    const object = await dryRunAsNew(input);
    const causes = error.causes.map(({ field, message }) =>
      field === '' ? message : `${field}: ${message}`,
    );
    return { status: 'replaced', object, causes };
  } catch (refusal) {
    if (refusal instanceof OpsError) return undefined;
    throw refusal;
  }
}

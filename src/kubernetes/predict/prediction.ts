import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { Left } from '../fields/managers/field-managers.ts';
import type { Identified } from '../identify/identify.ts';
import { describeResource } from '../objects/resource.ts';
import type { Estimated, Pending, Replaced } from './interpret-refusal.ts';
import type { Predicted, Covered } from './predicted.ts';

/** The prediction of an object after a sync. */
export type Prediction =
  | Predicted
  /** Live as declared, and owned by plumbline, as the field ownership proves: without a dry-run. */
  | { readonly status: 'proven' }
  | Replaced
  | Estimated
  | Pending
  | Covered
  | { readonly status: 'failed'; readonly error: OpsError };

export interface Expectation {
  readonly item: Identified;
  readonly live: JsonObject | undefined;
  readonly body: JsonObject;
  readonly prediction: Prediction;
  /** The fields of others that the rules leave alone. */
  readonly left: Left;
}

export function failed(error: OpsError): Prediction {
  return { status: 'failed', error };
}

/** An object's error, with the line of the source that declares the object. */
export function withOrigin(error: OpsError, item: Identified): OpsError {
  const { code, retryable } = error;
  const subject = `${describeOrigin(item.origin)}: ${describeResource(item.id)}`;
  const message = error.message.startsWith(`${error.subject}: `)
    ? error.message.slice(error.subject.length + 2)
    : error.message;
  return new OpsError({ code, subject, message, retryable, cause: error });
}

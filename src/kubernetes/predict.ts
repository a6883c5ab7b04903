import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import { type JsonObject, isObject } from '../core/json.ts';
import { describeOrigin, describeResource, resourceKey } from '../core/resource.ts';
import type { Target } from '../core/target.ts';
import { applyBody } from './body.ts';
import type { Client } from './client.ts';
import { type Predicted, foretell } from './foretell.ts';
import type { Identified } from './identify.ts';
import type { Observed } from './observe.ts';

/** What the server says that an object would be after a sync. */
export type Prediction =
  | Predicted
  /** The server cannot be asked yet: something that the same source declares must be there first. */
  | { readonly status: 'pending'; readonly reason: string }
  | { readonly status: 'failed'; readonly error: OpsError };

export interface Expectation {
  readonly item: Identified;
  readonly live: JsonObject | undefined;
  readonly body: JsonObject;
  readonly prediction: Prediction;
}

/** More at once is no faster: the server is the limit (`dependencies.md` measured 8 to 32). */
const CONCURRENT_DRY_RUNS = 16;

export interface PredictInput {
  readonly client: Client;
  readonly target: Target;
  readonly mark: string;
  readonly items: readonly Identified[];
  readonly live: ReadonlyMap<string, Observed>;
}

/** Asks the server, by a dry-run of the very request that a sync would send, what each object would be. */
export function predict(input: PredictInput): Promise<Expectation[]> {
  const newNamespaces = namespacesToCreate(input);
  return pMap(input.items, (item) => predictOne(input, item, newNamespaces), {
    concurrency: CONCURRENT_DRY_RUNS,
  });
}

/** Namespaces that the source declares and that are not live yet. */
function namespacesToCreate({ items, live }: PredictInput): Set<string> {
  const missing = items.filter(
    ({ id }) => id.group === '' && id.kind === 'Namespace' && !live.get(resourceKey(id)),
  );
  return new Set(missing.map(({ id }) => id.name));
}

async function predictOne(
  input: PredictInput,
  item: Identified,
  newNamespaces: ReadonlySet<string>,
): Promise<Expectation> {
  const observed = input.live.get(resourceKey(item.id));
  const live = observed instanceof OpsError ? undefined : observed;
  const answer = (prediction: Prediction) => ({
    item,
    live,
    body: applyBody(item, live, input.target, input.mark),
    prediction,
  });
  if (observed instanceof OpsError) return answer({ status: 'failed', error: observed });
  if (live !== undefined && isTerminating(live)) {
    return answer({ status: 'failed', error: terminating(item) });
  }
  const reason = reasonToWait(item, newNamespaces);
  if (reason !== undefined) return answer({ status: 'pending', reason });
  return foresee(input, item, live, ATTEMPTS);
}

/** So often an object is looked at again that others write meanwhile. */
const ATTEMPTS = 5;

/**
 * The dry-run and the live object that it is compared with must be of one version: what a controller writes between the
 * two would look like a change of ours.
 */
async function foresee(
  input: PredictInput,
  item: Identified,
  live: JsonObject | undefined,
  attempts: number,
): Promise<Expectation> {
  const body = applyBody(item, live, input.target, input.mark);
  const prediction = await ask(input.client, item, live, body);
  const moved =
    live !== undefined &&
    prediction.status === 'predicted' &&
    versionOf(prediction.object) !== versionOf(live);
  if (!moved || attempts <= 1) return { item, live, body, prediction };
  try {
    return await foresee(input, item, await input.client.read(item.type, item.id), attempts - 1);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    if (error.code === 'not-found') return foresee(input, item, undefined, attempts - 1);
    return { item, live, body, prediction: { status: 'failed', error: withOrigin(error, item) } };
  }
}

/** The version of a live object; a dry-run gives back the one that it was made on. */
export function versionOf(object: JsonObject): string {
  const version = isObject(object['metadata']) ? object['metadata']['resourceVersion'] : undefined;
  return typeof version === 'string' ? version : '';
}

function reasonToWait(item: Identified, newNamespaces: ReadonlySet<string>): string | undefined {
  if (item.kindPending) return 'not validated yet: its CRD is created by the same sync';
  if (!newNamespaces.has(item.id.namespace)) return undefined;
  return `not validated yet: namespace ${item.id.namespace} is created by the same sync`;
}

/** The place of the proof from field ownership (design §5): an object that is proven unchanged needs no request. */
export async function ask(
  client: Client,
  item: Identified,
  live: JsonObject | undefined,
  body: JsonObject,
): Promise<Prediction> {
  try {
    return await foretell(client, item, live, body);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { status: 'failed', error: withOrigin(error, item) };
  }
}

/** An object's error leads to the line of the source that declares it. */
function withOrigin(error: OpsError, item: Identified): OpsError {
  const { code, retryable } = error;
  const subject = `${describeOrigin(item.origin)}: ${describeResource(item.id)}`;
  const message = error.message.startsWith(`${error.subject}: `)
    ? error.message.slice(error.subject.length + 2)
    : error.message;
  return new OpsError({ code, subject, message, retryable, cause: error });
}

export function isTerminating(object: JsonObject): boolean {
  return isObject(object['metadata']) && object['metadata']['deletionTimestamp'] !== undefined;
}

function terminating(item: Identified): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `${describeOrigin(item.origin)}: ${describeResource(item.id)}`,
    message: 'the live object is being deleted. Wait until it is gone (see its finalizers), then plan again.',
    retryable: true,
  });
}

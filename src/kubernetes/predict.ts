import { setImmediate as nextTurn } from 'node:timers/promises';
import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import { type IgnoreRule, rulesFor } from '../core/ignore.ts';
import { type JsonObject, isObject } from '../core/json.ts';
import { describeOrigin, describeResource, resourceKey } from '../core/resource.ts';
import type { Target } from '../core/target.ts';
import { unstableRules } from '../core/unstable.ts';
import { versionOf } from '../core/version-of.ts';
import { applyBody } from './body.ts';
import type { Client } from './client.ts';
import { foreseeElsewhere } from './foresee-elsewhere.ts';
import { foretell } from './foretell.ts';
import type { Identified } from './identify.ts';
import type { Observed } from './observe.ts';
import { type Expectation, type Prediction, failed, withOrigin } from './prediction.ts';
import type { Question } from './question.ts';
import { meaningOf } from './refused.ts';
import { isSettled } from './settled.ts';
import { type Sight, remember } from './sight.ts';

/** More at once is no faster: the server is the limit (`dependencies.md` measured 8 to 32). */
const CONCURRENT_DRY_RUNS = 16;

export interface PredictInput {
  readonly client: Client;
  readonly target: Target;
  readonly mark: string;
  readonly items: readonly Identified[];
  readonly live: ReadonlyMap<string, Observed>;
  readonly sight: Sight;
  /** New objects were asked about when the plan was approved. */
  readonly asApproved: boolean;
}

/**
 * Says what each object would be: proven from field ownership, or asked by a dry-run of the very request that a sync would
 * send. `judge` sees each as soon as it is known. One is asked about before the next is looked at: the server works
 * meanwhile.
 */
export async function predict<Judged>(
  input: PredictInput,
  judge: (expectation: Expectation) => Judged,
): Promise<Judged[]> {
  const missing = new Set(
    input.items.map(({ id }) => resourceKey(id)).filter((key) => input.live.get(key) === undefined),
  );
  const expect = async (item: Identified) => {
    // Requests go out, and answers come in, only between turns.
    await nextTurn();
    return judge(await expectationOf(input, item, missing));
  };
  return pMap(input.items, expect, { concurrency: CONCURRENT_DRY_RUNS });
}

function expectationOf(
  input: PredictInput,
  item: Identified,
  missing: ReadonlySet<string>,
): Expectation | Promise<Expectation> {
  const observed = input.live.get(resourceKey(item.id));
  if (observed instanceof OpsError)
    return { item, live: undefined, body: item.object, prediction: failed(observed) };
  if (observed !== undefined && isTerminating(observed)) {
    return { item, live: observed, body: item.object, prediction: failed(terminating(item)) };
  }
  const question = questionOf(input, item, observed);
  const { live, body } = question;
  if (isSettled(question)) return { item, live, body, prediction: { status: 'proven' } };
  if (item.kindPending) return { item, live, body, prediction: { status: 'pending', reason: NO_KIND_YET } };
  if (live === undefined && input.asApproved) {
    return { item, live, body, prediction: { status: 'pending', reason: 'validated when it was approved' } };
  }
  if (missing.has(namespaceKey(item))) return foreseeElsewhere(question);
  return foresee(input, question, missing);
}

const NO_KIND_YET = 'not validated yet: its CRD is created by the same sync';

export function questionOf(
  { client, target, mark }: Pick<PredictInput, 'client' | 'target' | 'mark'>,
  item: Identified,
  live: JsonObject | undefined,
): Question {
  const rules = rulesOf(target, item);
  return { client, item, live, rules, body: applyBody(item, live, rules, mark) };
}

/** What is left as it is live, of one object. */
export function rulesOf(target: Target, item: Identified): IgnoreRule[] {
  return [...rulesFor(target.ignore, item.id), ...unstableRules(item.unstable ?? [])];
}

function namespaceKey({ id }: Identified): string {
  return resourceKey({ group: '', kind: 'Namespace', namespace: '', name: id.namespace });
}

/** So often an object is looked at again that others write meanwhile. */
const ATTEMPTS = 5;

/**
 * The dry-run and the live object that it is compared with must be of one version: what a controller writes between the
 * two would look like a change of ours.
 */
export async function foresee(
  input: Pick<PredictInput, 'client' | 'target' | 'mark' | 'sight'>,
  question: Question,
  missing: ReadonlySet<string>,
  attempts = ATTEMPTS,
): Promise<Expectation> {
  const { item, live, body } = question;
  const prediction = await remember(input.sight, question, () => ask(question, missing));
  const moved =
    live !== undefined &&
    prediction.status === 'predicted' &&
    versionOf(prediction.object) !== versionOf(live);
  if (!moved || attempts <= 1) return { item, live, body, prediction };
  try {
    const again = await lookAgain(input.client, item);
    return await foresee(input, questionOf(input, item, again), missing, attempts - 1);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { item, live, body, prediction: failed(withOrigin(error, item)) };
  }
}

async function lookAgain(client: Client, item: Identified): Promise<JsonObject | undefined> {
  try {
    return await client.read(item.type, item.id);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** @param missing keys of what the same sync creates */
async function ask(question: Question, missing: ReadonlySet<string>): Promise<Prediction> {
  try {
    return await foretell(question);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return (await meaningOf(error, question, missing)) ?? failed(withOrigin(error, question.item));
  }
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

import { intentOf } from '../../core/change/intent.ts';
import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import type { ResourceType } from '../client/resource-type.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Identified } from '../identify/identify.ts';
import { versionOf } from '../objects/object-version.ts';
import { describeResource, subjectOf } from '../objects/resource.ts';
import { changeOf } from '../plan/change/change-of.ts';
import type { ObjectPlan } from '../plan/object-plan.ts';
import { type Onto, applyFirst } from '../predict/apply-emptied.ts';
import { dryRunInput } from '../predict/dry-run-input.ts';
import { predictObject } from '../predict/predict-object.ts';
import { type Prediction, withOrigin } from '../predict/prediction.ts';
import { replaceObject } from './replace.ts';
import type { Run } from './run.ts';
import { writePredicted } from './write-predicted.ts';

/** The most attempts for an object that others write meanwhile. */
const ATTEMPTS = 30;

// A cancelled sync ends after the object in hand: a write that was begun must be known to have ended.
const APPLY = { force: true };

/** The result of one object. */
export interface Applied {
  readonly outcome: Outcome;
  /**
   * The server's answer to the last write of the object; absent where there was none, or where the object was replaced.
   */
  readonly answer?: JsonObject;
}

/** Applies one object as planned. A live object that is no longer the one of the plan is left alone. */
export async function applyObject(run: Run, discovery: Discovery, objectPlan: ObjectPlan): Promise<Applied> {
  const { item } = objectPlan.expectation;
  const named = { subject: subjectOf(item.id), action: objectPlan.change?.action ?? ('update' as const) };
  const progress: Progress = { written: false };
  try {
    await applyWhilePlanned(run, served(item, discovery), objectPlan, progress);
    const result = progress.written && objectPlan.change !== undefined ? 'applied' : 'unchanged';
    const { answer } = progress;
    return { outcome: { ...named, result }, ...(answer !== undefined && { answer }) };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return {
      outcome: {
        ...named,
        result: 'failed',
        reason: run.payload.masker.text(withOrigin(error, item).message),
      },
    };
  }
}

function served(item: Identified, discovery: Discovery): ResourceType {
  if (!item.kindPending) return item.type;
  const answer = discovery.lookup(item.apiVersion, item.id.kind);
  if (answer.status === 'served') return answer.type;
  throw new OpsError({
    code: 'unknown-kind',
    subject: `${describeOrigin(item.origin)}: ${describeResource(item.id)}`,
    message: `the cluster does not serve ${item.apiVersion} ${item.id.kind} although its CRD was applied. See the CRD's conditions, then sync again.`,
    retryable: true,
  });
}

/** The writes of one object so far, kept though a later one may fail. */
interface Progress {
  written: boolean;
  answer?: JsonObject;
}

async function applyWhilePlanned(
  run: Run,
  type: ResourceType,
  objectPlan: ObjectPlan,
  progress: Progress,
  attempts = ATTEMPTS,
): Promise<void> {
  try {
    await applyOnce(run, type, objectPlan, progress);
  } catch (error) {
    const conflict = error instanceof OpsError && error.code === 'conflict';
    if (!conflict || objectPlan.expectation.live === undefined || attempts <= 1) throw error;
    const again = await planAgain(run, type, objectPlan);
    await applyWhilePlanned(run, type, again, progress, attempts - 1);
  }
}

/** Applies one change, each write guarded by the version of the object that was observed before. */
async function applyOnce(
  run: Run,
  type: ResourceType,
  objectPlan: ObjectPlan,
  progress: Progress,
): Promise<void> {
  const { item, live, body, prediction } = objectPlan.expectation;
  if (prediction.status === 'replaced') {
    await replaceObject(run, type, dryRunInput(aim(run), item, live));
    progress.written = true;
  } else if (live === undefined) {
    const reply = await run.payload.client.apply(type, item.id, body, APPLY);
    progress.written = true;
    progress.answer = reply.object;
  } else {
    const { left } = dryRunInput(aim(run), item, undefined);
    await adjust(run, { type, id: item.id, body, live, left }, prediction, progress);
  }
}

/** Writes the predicted state to a live object. */
async function adjust(run: Run, onto: Onto, prediction: Prediction, progress: Progress): Promise<void> {
  const { type, id, body, live } = onto;
  const { client } = run.payload;
  const written = (now: JsonObject) => {
    progress.written ||= versionOf(now) !== versionOf(live);
    progress.answer = now;
    return now;
  };
  const base =
    'wanted' in prediction && prediction.wanted !== undefined
      ? await writePredicted(client, onto, { ...prediction, wanted: prediction.wanted, written })
      : live;
  const first = { ...onto, body: withVersion(body, versionOf(base)), live: base };
  const { reply, again } = await applyFirst(client, first, APPLY);
  written(reply.object);
  if (!again) return;
  const second = await client.apply(type, id, withVersion(body, versionOf(reply.object)), APPLY);
  written(second.object);
}

function aim({ payload: { client, target, inventory, cache } }: Run) {
  return { client, target, cache, ownerLabel: inventory.id };
}

/**
 * Plans the object again, from its new version. The same change is applied to that version; another change was never
 * approved.
 */
async function planAgain(run: Run, type: ResourceType, objectPlan: ObjectPlan): Promise<ObjectPlan> {
  const { item } = objectPlan.expectation;
  const { client, inventory, masker } = run.payload;
  const input = dryRunInput(aim(run), item, await client.read(type, item.id));
  const expectation = await predictObject({ ...aim(run), snapshot: new Map() }, input, async () => new Map());
  if (expectation.prediction.status === 'failed') throw expectation.prediction.error;
  const again = changeOf(expectation, masker, inventory.id);
  // Nothing left to do: an answer was lost on the way, or somebody did the very same.
  if (again.change === undefined || intended(again) === intended(objectPlan)) return again;
  throw new OpsError({
    code: 'stale',
    subject: describeResource(item.id),
    message:
      'the live object was changed after the plan was approved, so it was left alone. Plan and approve again.',
  });
}

function intended({ change }: ObjectPlan): string {
  return change === undefined ? '' : intentOf(change);
}

function withVersion(body: JsonObject, resourceVersion: string): JsonObject {
  return { ...body, metadata: { ...(body['metadata'] as JsonObject), resourceVersion } };
}

import { OpsError } from '../../core/errors.ts';
import { type JsonObject, equalJson, isObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import { SERVER_METADATA } from '../../core/secrets/server-fields.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { uidOf, versionOf } from '../objects/object-version.ts';
import { describeResource } from '../objects/resource.ts';
import { dryRunAsNew } from '../predict/dry-run-as-new.ts';
import type { DryRunInput } from '../predict/dry-run-input.ts';
import type { Run } from './run.ts';
import { waitUntilGone } from './wait.ts';

/**
 * Deletes an object and creates it anew. The new object is dry-run first; where the server refuses it after all, the
 * old one is put back, without its status and its history of field managers.
 * @throws OpsError `conflict` when the object was changed since the plan, before anything was deleted
 */
export async function replaceObject(run: Run, type: ResourceType, input: DryRunInput): Promise<void> {
  const { client, item, live, body } = input;
  if (live === undefined) throw new Error('There is nothing to replace.');
  await dryRunAsNew(input);
  await client.remove(type, item.id, {
    ...preconditionsOf(live),
    propagationPolicy: propagationOf(live, body),
  });
  const [waiting] = await waitUntilGone(run, [{ id: item.id, type }]);
  if (waiting !== undefined) throw stillThere(input);
  try {
    await client.apply(type, item.id, body, { force: true });
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    throw await restored(input, type, live, error);
  }
}

function preconditionsOf(live: JsonObject): { uid: string; resourceVersion: string } {
  return { uid: uidOf(live), resourceVersion: versionOf(live) };
}

/**
 * How the deletion treats dependents: the pods of a StatefulSet run on, and become the new one's, as long as both
 * select the same pods.
 */
function propagationOf(live: JsonObject, body: JsonObject): 'Orphan' | 'Background' {
  const selector = (object: JsonObject) => mapAt(object, 'spec')['selector'];
  const keepsPods = live['kind'] === 'StatefulSet' && equalJson(selector(live), selector(body));
  return keepsPods ? 'Orphan' : 'Background';
}

function stillThere({ item }: DryRunInput): OpsError {
  return new OpsError({
    code: 'timeout',
    subject: describeResource(item.id),
    message:
      'it was deleted to be replaced, and is still there: see its finalizers. As soon as it is gone, sync again, which creates it anew.',
    retryable: true,
  });
}

async function restored(
  { client, item }: DryRunInput,
  type: ResourceType,
  live: JsonObject,
  refusal: OpsError,
): Promise<OpsError> {
  const { code, retryable } = refusal;
  const answer = (outcome: string) =>
    new OpsError({
      code,
      subject: describeResource(item.id),
      message: `it was deleted, and the new one was refused. ${outcome} The refusal: ${refusal.message}`,
      retryable,
      cause: refusal,
    });
  try {
    await client.apply(type, item.id, originalOf(live), { force: true });
    return answer('The original was put back.');
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return answer(`The original could not be put back either: ${error.message}`);
  }
}

const GENERATED_LABELS = /^(controller-uid|job-name|batch\.kubernetes\.io\/(controller-uid|job-name))$/;

/** The live object as a manifest, without the fields that the server generates anew. */
function originalOf({ status: _status, ...live }: JsonObject): JsonObject {
  const metadata = { ...mapAt(live, 'metadata') };
  for (const field of SERVER_METADATA) delete metadata[field];
  const original = { ...live, metadata };
  return live['kind'] === 'Job' ? withoutGenerated(original) : original;
}

function withoutGenerated(job: JsonObject): JsonObject {
  const { selector: _selector, template, ...rest } = mapAt(job, 'spec');
  if (!isObject(template)) return { ...job, spec: rest };
  const kept = Object.entries(mapAt(template, 'metadata', 'labels')).filter(
    ([name]) => !GENERATED_LABELS.test(name),
  );
  const metadata = { ...mapAt(template, 'metadata'), labels: Object.fromEntries(kept) };
  return { ...job, spec: { ...rest, template: { ...template, metadata } } };
}

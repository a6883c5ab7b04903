import { createHash } from 'node:crypto';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { endOf } from '../health/end-of.ts';
import { hasOwnerLabel } from '../inventory/inventory.ts';
import { uidOf } from '../objects/object-version.ts';
import { type ResourceId, describeResource, resourceKey } from '../objects/resource.ts';
import { generatedName, isHook } from '../order/hooks.ts';
import type { HookItem } from '../plan/hooks/hook-items.ts';
import type { Run } from './run.ts';
import { waitUntilGone } from './wait.ts';

/** The label by which the objects of a hook with a generated name are found again. */
export const HOOK = 'plumbline.dev/hook';

/** Kinds that run to an end: an object that has ended does not run again when it is applied again. */
const RUNS_ONCE: ReadonlySet<string> = new Set(['batch/Job', '/Pod']);

export function runsOnce({ group, kind }: ResourceId): boolean {
  return RUNS_ONCE.has(`${group}/${kind}`);
}

/**
 * Whether an object is a CRD. To delete a CRD would delete all objects of its kind: neither Helm nor plumbline deletes
 * one as a hook.
 */
export function isDefinition({ group, kind }: ResourceId): boolean {
  return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}

/** The value of the label `HOOK` for the objects of one hook. */
export function hookMark({ payload }: Run, { item }: HookItem): string {
  const text = `${payload.inventory.id} ${resourceKey(item.id)}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Deletes the objects that earlier runs of a hook left, by the hook's policy; failed ones are deleted in any case, to
 * run anew.
 * @throws OpsError `conflict` where a live object of the hook's name is no hook: it is not plumbline's to delete
 */
export async function clearPredecessors(run: Run, type: ResourceType, hook: HookItem): Promise<void> {
  for (const live of await predecessorsOf(run, type, hook)) {
    const id = { ...hook.item.id, name: textAt(live, 'metadata', 'name') };
    if (!isHook(live) && !hasOwnerLabel(live, run.payload.inventory.id)) throw noHook(id);
    if (isToGo(hook, live)) await removeHook(run, type, id, uidOf(live));
  }
}

function isToGo({ item: { id }, hook }: HookItem, live: JsonObject): boolean {
  if (isDefinition(id)) return false;
  return hook.deletion.has('before') || (runsOnce(id) && endOf(live).status === 'failed');
}

async function predecessorsOf(run: Run, type: ResourceType, hook: HookItem): Promise<JsonObject[]> {
  const { client } = run.payload;
  const { id, object } = hook.item;
  if (generatedName(object) !== undefined) {
    const labelSelector = `${HOOK}=${hookMark(run, hook)}`;
    return (await client.list(type, { namespace: id.namespace, labelSelector })).items;
  }
  const live = await client.find(type, id);
  return live === undefined ? [] : [live];
}

/** Deletes exactly this object, and waits until it is gone. An object that is gone already is no error. */
export async function removeHook(run: Run, type: ResourceType, id: ResourceId, uid: string): Promise<void> {
  try {
    await run.payload.client.remove(type, id, { uid });
  } catch (error) {
    if (error instanceof OpsError && error.code === 'not-found') return;
    throw error;
  }
  const [waiting] = await waitUntilGone(run, [{ id, type }]);
  if (waiting === undefined) return;
  throw new OpsError({
    code: 'timeout',
    subject: describeResource(id),
    message:
      'the hook was deleted, and is still there: see its finalizers. As soon as it is gone, sync again.',
    retryable: true,
  });
}

function noHook(id: ResourceId): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: describeResource(id),
    message:
      'an object of this name is live that is no hook, so it was left alone. Give the hook another name.',
  });
}

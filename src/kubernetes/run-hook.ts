import { OpsError } from '../core/errors.ts';
import { type HookDeletion, isHook } from '../core/hooks.ts';
import type { JsonObject } from '../core/json.ts';
import type { ObjectHealth, Outcome } from '../core/outcome.ts';
import { describeResource } from '../core/resource.ts';
import { uidOf } from '../core/version-of.ts';
import { discover } from './discovery.ts';
import { type HookItem, hookBody } from './hook-items.ts';
import type { ResourceType } from './resource-type.ts';
import type { Run } from './run.ts';
import { waitUntilDone, waitUntilGone } from './wait.ts';

/** Runs a hook: what an earlier run left is deleted, the object created, its end waited for, and then deleted as it says. */
export async function runHook(run: Run, hook: HookItem): Promise<Outcome> {
  const named = { id: hook.item.id, action: 'create' as const };
  try {
    const type = await typeOf(run, hook);
    await clear(run, type, hook);
    await run.payload.client.apply(type, hook.item.id, hookBody(hook.item), { force: true });
    const [unfinished] = await waitUntilDone(run, [{ ...hook.item, type }]);
    await tidy(run, type, hook, unfinished === undefined ? 'succeeded' : 'failed');
    return unfinished === undefined
      ? { ...named, result: 'applied' }
      : { ...named, result: 'failed', reason: run.payload.masker.text(why(unfinished)) };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { ...named, result: 'failed', reason: run.payload.masker.text(error.message) };
  }
}

function why({ id, health }: ObjectHealth): string {
  const reason = 'reason' in health ? health.reason : '';
  return `${describeResource(id)}: the hook did not succeed: ${reason}. See its logs, then sync again.`;
}

async function typeOf({ payload }: Run, { item }: HookItem): Promise<ResourceType> {
  if (!item.kindPending) return item.type;
  const answer = (await discover(payload.client, { fresh: true })).lookup(item.apiVersion, item.id.kind);
  if (answer.status === 'served') return answer.type;
  throw new OpsError({
    code: 'unknown-kind',
    subject: describeResource(item.id),
    message: 'the cluster does not serve its kind yet. See the conditions of its CRD, then sync again.',
  });
}

/** An object that ran to its end does not run again when it is applied again. */
const RUNS_ONCE: ReadonlySet<string> = new Set(['batch/Job', '/Pod']);

/** @throws OpsError `conflict` where an object of the hook's name is live that is no hook: it is not ours to delete */
async function clear(run: Run, type: ResourceType, { item, hook }: HookItem): Promise<void> {
  const live = await readOrNone(run, type, item.id);
  if (live === undefined) return;
  if (!isHook(live)) throw noHook(item.id);
  if (!hook.deletion.has('before') && !RUNS_ONCE.has(`${item.id.group}/${item.id.kind}`)) return;
  await remove(run, type, item.id, live);
}

async function tidy(
  run: Run,
  type: ResourceType,
  { item, hook }: HookItem,
  end: HookDeletion,
): Promise<void> {
  const live = hook.deletion.has(end) ? await readOrNone(run, type, item.id) : undefined;
  if (live !== undefined) await remove(run, type, item.id, live);
}

async function remove(
  run: Run,
  type: ResourceType,
  id: HookItem['item']['id'],
  live: JsonObject,
): Promise<void> {
  await run.payload.client.remove(type, id, { uid: uidOf(live) });
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

async function readOrNone(
  run: Run,
  type: ResourceType,
  id: HookItem['item']['id'],
): Promise<JsonObject | undefined> {
  try {
    return await run.payload.client.read(type, id);
  } catch (error) {
    if (error instanceof OpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function noHook(id: HookItem['item']['id']): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: describeResource(id),
    message:
      'an object of this name is live that is no hook, so it was left alone. Give the hook another name.',
  });
}

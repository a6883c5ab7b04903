import { randomBytes } from 'node:crypto';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { discover } from '../discovery/discovery.ts';
import type { LiveHealth } from '../health/live-health.ts';
import { uidOf } from '../objects/object-version.ts';
import { type ResourceId, describeResource, subjectOf } from '../objects/resource.ts';
import { generatedName } from '../order/hooks.ts';
import { type HookItem, hookBody } from '../plan/hooks/hook-items.ts';
import { HOOK, clearPredecessors, hookMark, isDefinition, runsOnce } from './hook-objects.ts';
import type { Run } from './run.ts';
import { waitUntilDone } from './wait.ts';

/** The object that a hook made. */
export interface MadeByHook {
  readonly hook: HookItem;
  readonly type: ResourceType;
  /** Its identity as it is live: with the name that was generated, for a hook without a name of its own. */
  readonly id: ResourceId;
  readonly uid: string;
}

/** `refused`: the hook was not begun, or nobody waited for its end. */
export type HookEnd =
  | { readonly end: 'succeeded' | 'failed'; readonly outcome: Outcome; readonly made: MadeByHook }
  | { readonly end: 'refused'; readonly outcome: Outcome };

/** Runs a hook: deletes the objects of earlier runs, creates the object, and waits for its end. */
export async function runHook(run: Run, hook: HookItem): Promise<HookEnd> {
  const named = { subject: subjectOf(hook.item.id), action: 'create' as const };
  try {
    const made = await make(run, hook);
    const [unfinished] = await waitForEnd(run, made);
    if (unfinished === undefined) return { end: 'succeeded', made, outcome: { ...named, result: 'applied' } };
    const reason = run.payload.masker.text(why(unfinished));
    const outcome: Outcome = { ...named, subject: subjectOf(made.id), result: 'failed', reason };
    // The hook may still run, and the sync that is taken up again looks after it.
    return run.signal?.aborted === true ? { end: 'refused', outcome } : { end: 'failed', made, outcome };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const reason = run.payload.masker.text(error.message);
    return { end: 'refused', outcome: { ...named, result: 'failed', reason } };
  }
}

async function make(run: Run, hook: HookItem): Promise<MadeByHook> {
  const type = await typeOf(run, hook);
  await clearPredecessors(run, type, hook);
  const { id, body } = called(run, hook);
  const { object } = await run.payload.client.apply(type, id, body, { force: true });
  return { hook, type, id, uid: uidOf(object) };
}

/**
 * The most characters that the source gives to a generated name. The whole is as long as the server's own generated
 * names may be, with a longer random end, since nobody checks whether the name is taken.
 */
const LONGEST_BEGINNING = 55;

/**
 * The identity and body of a hook's object. A hook without a name of its own gets a new name with each run, and a label
 * to be found by.
 */
function called(run: Run, hook: HookItem): { readonly id: ResourceId; readonly body: JsonObject } {
  const { item } = hook;
  const body = hookBody(item);
  const beginning = generatedName(body);
  if (beginning === undefined) return { id: item.id, body };
  const name = `${beginning.slice(0, LONGEST_BEGINNING)}${randomBytes(4).toString('hex')}`;
  const labels = { ...mapAt(body, 'metadata', 'labels'), [HOOK]: hookMark(run, hook) };
  return {
    id: { ...item.id, name },
    body: { ...body, metadata: { ...mapAt(body, 'metadata'), name, labels } },
  };
}

/**
 * Waits for the end of a hook. Helm waits only for objects that run to an end; a CRD is waited for as well, since its
 * kind must be served.
 */
async function waitForEnd(
  run: Run,
  { hook: { item, hook }, type, id }: MadeByHook,
): Promise<readonly LiveHealth[]> {
  if (hook.tool === 'helm' && !runsOnce(id) && !isDefinition(id)) return [];
  return waitUntilDone(run, [{ ...item, id, type }]);
}

function why({ id, health }: LiveHealth): string {
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

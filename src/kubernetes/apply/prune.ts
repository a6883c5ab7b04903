import pMap from 'p-map';
import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import type { ResourceType } from '../client/resource-type.ts';
import type { LiveHealth } from '../health/live-health.ts';
import { hasOwnerLabel } from '../inventory/inventory.ts';
import { uidOf } from '../objects/object-version.ts';
import { type ResourceId, describeResource, resourceKey, idOf, subjectOf } from '../objects/resource.ts';
import { stepsOf } from '../order/steps.ts';
import type { Orphan } from '../plan/orphans/orphans.ts';
import type { Run } from './run.ts';
import { waitUntilGone } from './wait.ts';

const CONCURRENT_DELETES = 8;

export interface Pruned {
  readonly outcomes: readonly Outcome[];
  readonly unhealthy: readonly LiveHealth[];
  /** Keys of the objects that are no longer there. */
  readonly gone: ReadonlySet<string>;
  /** Why later work must not be done; undefined when all went well. */
  readonly stopped: string | undefined;
}

/**
 * Prunes the orphans, step by step in reverse: the objects of a step are gone before those that they needed (a resource
 * before its CRD). Deletes nothing when the sync before did not succeed.
 */
export async function pruneOrphans(run: Run, stopped: string | undefined): Promise<Pruned> {
  const orphans = run.payload.orphans.filter(({ change }) => change.action === 'delete');
  const outcomes: Outcome[] = unseenOutcomes(run);
  const unhealthy: LiveHealth[] = [];
  const steps = stepsOf(
    orphans.map((orphan) => ({ id: orphan.id, object: orphan.live, orphan })),
  ).toReversed();
  // An object that cannot be observed may need any of the others.
  const [unseen] = run.payload.unseen;
  let reason = stopped ?? (unseen && `${describeResource(unseen.id)} could not be looked at`);
  if (reason === undefined && orphans.length > 0)
    run.observe({ type: 'stage', name: 'prune', objects: orphans.length });
  for (const step of steps) {
    const leaving = step.items.map(({ orphan }) => orphan);
    if (run.signal?.aborted === true) reason ??= 'the sync was cancelled before it';
    if (reason !== undefined) {
      outcomes.push(...leaving.map(skipper(run, reason)));
      continue;
    }
    const deleted = await deleteAll(run, leaving);
    outcomes.push(...deleted.outcomes);
    unhealthy.push(...deleted.unhealthy);
    if (deleted.left.length > 0)
      reason = `${describeResource(deleted.left[0] as ResourceId)} was not gone before it`;
  }
  const still = new Set(unhealthy.map(({ id }) => resourceKey(id)));
  const ended = outcomes.filter(({ result }) => result === 'applied' || result === 'unchanged');
  const gone = new Set(
    ended.map(({ subject }) => resourceKey(idOf(subject))).filter((key) => !still.has(key)),
  );
  return { outcomes, unhealthy, gone, stopped: reason };
}

function unseenOutcomes(run: Run): Outcome[] {
  const { unseen, target, masker } = run.payload;
  const action = target.spec.prune ? 'delete' : 'keep';
  return unseen.map(({ id, message }) => {
    const outcome: Outcome = {
      subject: subjectOf(id),
      action,
      result: 'failed',
      reason: masker.text(message),
    };
    run.observe({ type: 'outcome', outcome });
    return outcome;
  });
}

async function deleteAll(run: Run, orphans: readonly Orphan[]) {
  const outcomes = await pMap(orphans, (orphan) => deleteOne(run, orphan), {
    concurrency: CONCURRENT_DELETES,
  });
  const deleted = orphans.filter((_, i) => outcomes[i]?.result === 'applied');
  const unhealthy = await waitUntilGone(
    run,
    deleted.map(({ id }) => ({ id, type: typeOf(run, id) })),
  );
  const failed = outcomes.filter(({ result }) => result === 'failed');
  return {
    outcomes,
    unhealthy,
    left: [...failed.map(({ subject }) => idOf(subject)), ...unhealthy.map(({ id }) => id)],
  };
}

function typeOf(run: Run, id: Orphan['id']): ResourceType {
  const answer = run.payload.discovery.preferred(id.group, id.kind);
  if (answer.status === 'served') return answer.type;
  throw new OpsError({
    code: 'unknown-kind',
    subject: describeResource(id),
    message: 'the cluster no longer serves its kind. Plan again.',
  });
}

async function deleteOne(run: Run, { id, live }: Orphan): Promise<Outcome> {
  const outcome = await remove(run, id, live);
  run.observe({ type: 'outcome', outcome });
  return outcome;
}

async function remove(run: Run, id: Orphan['id'], planned: JsonObject): Promise<Outcome> {
  const named = { subject: subjectOf(id), action: 'delete' as const };
  const { client, inventory, masker } = run.payload;
  try {
    const type = typeOf(run, id);
    const live = await client.read(type, id);
    if (uidOf(live) !== uidOf(planned) || !hasOwnerLabel(live, inventory.id)) throw noLongerOurs(id);
    await client.remove(type, id, { uid: uidOf(planned) });
    return { ...named, result: 'applied' };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    if (error.code === 'not-found') return { ...named, result: 'unchanged' };
    return { ...named, result: 'failed', reason: masker.text(error.message) };
  }
}

function noLongerOurs(id: Orphan['id']): OpsError {
  return new OpsError({
    code: 'stale',
    subject: describeResource(id),
    message: 'it was replaced or taken over since the plan, so it was not deleted. Plan and approve again.',
  });
}

function skipper(run: Run, stopped: string) {
  return ({ id }: Orphan): Outcome => {
    const reason = `${describeResource(id)}: not deleted, since ${stopped}. Put that right, then sync again.`;
    const outcome: Outcome = { subject: subjectOf(id), action: 'delete', result: 'skipped', reason };
    run.observe({ type: 'outcome', outcome });
    return outcome;
  };
}

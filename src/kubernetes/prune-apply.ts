import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import { type JsonObject, isObject } from '../core/json.ts';
import { byStage } from '../core/order.ts';
import type { ObjectHealth, Outcome } from '../core/outcome.ts';
import { describeResource } from '../core/resource.ts';
import type { Run } from './run.ts';
import { isMarked } from './inventory.ts';
import type { Orphan } from './prune.ts';
import type { ResourceType } from './resource-type.ts';
import { waitUntilGone } from './wait.ts';

const CONCURRENT_DELETES = 8;

export interface Pruned {
  readonly outcomes: readonly Outcome[];
  readonly unhealthy: readonly ObjectHealth[];
}

/** Deletes what is no longer declared, in reverse order; nothing when the sync before it did not succeed. */
export async function pruneOrphans(run: Run, stopped: string | undefined): Promise<Pruned> {
  const orphans = run.payload.orphans
    .filter(({ change }) => change.action === 'delete')
    .toSorted((a, b) => byStage(b.id, a.id));
  if (orphans.length === 0) return { outcomes: [], unhealthy: [] };
  if (stopped !== undefined)
    return { outcomes: orphans.map((orphan) => skip(run, orphan, stopped)), unhealthy: [] };
  run.observe({ type: 'stage', name: 'prune', objects: orphans.length });
  const outcomes = await pMap(orphans, (orphan) => deleteOne(run, orphan), {
    concurrency: CONCURRENT_DELETES,
  });
  const deleted = orphans.filter((_, i) => outcomes[i]?.result === 'applied');
  const unhealthy = await waitUntilGone(
    run,
    deleted.map(({ id }) => ({ id, type: typeOf(run, id) })),
  );
  return { outcomes, unhealthy };
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
  const named = { id, action: 'delete' as const };
  const { client, inventory, masker } = run.payload;
  try {
    const type = typeOf(run, id);
    const live = await client.read(type, id);
    if (uidOf(live) !== uidOf(planned) || !isMarked(live, inventory.id)) throw noLongerOurs(id);
    await client.remove(type, id, { uid: uidOf(planned) });
    return { ...named, result: 'applied' };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    if (error.code === 'not-found') return { ...named, result: 'unchanged' };
    return { ...named, result: 'failed', reason: masker.text(error.message) };
  }
}

function uidOf(object: JsonObject): string {
  const uid = isObject(object['metadata']) ? object['metadata']['uid'] : undefined;
  return typeof uid === 'string' ? uid : '';
}

function noLongerOurs(id: Orphan['id']): OpsError {
  return new OpsError({
    code: 'stale',
    subject: describeResource(id),
    message: 'it was replaced or taken over since the plan, so it was not deleted. Plan and approve again.',
  });
}

function skip(run: Run, { id }: Orphan, stopped: string): Outcome {
  const reason = `${describeResource(id)}: not deleted, since ${stopped}. Put that right, then sync again.`;
  const outcome: Outcome = { id, action: 'delete', result: 'skipped', reason };
  run.observe({ type: 'outcome', outcome });
  return outcome;
}

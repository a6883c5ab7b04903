import pMap from 'p-map';
import type { Outcome, ObjectHealth } from '../core/outcome.ts';
import { STAGES, type Stage, stageOf } from '../core/order.ts';
import { describeResource, resourceKey } from '../core/resource.ts';
import type { ApplyOptions, ApplyResult } from '../ports/engine.ts';
import type { Clock } from '../ports/clock.ts';
import { applyObject } from './apply-object.ts';
import { discover } from './discovery.ts';
import { writeInventory } from './inventory-store.ts';
import type { KubernetesPayload } from './plan.ts';
import type { Proposal } from './propose.ts';
import { pruneOrphans } from './prune-apply.ts';
import { type Waited, waitForHealth } from './wait.ts';

export interface ApplyDeps {
  readonly clock: Clock;
  readonly version: string;
}

/** One running sync. */
export interface Run extends ApplyDeps, ApplyOptions {
  readonly payload: KubernetesPayload;
  /** When the time for health is up: milliseconds since the epoch. */
  readonly deadline: number;
}

/** More at once is no faster: the server is the limit. */
const CONCURRENT_APPLIES = 16;

/** Stages whose objects must be there, or do their work, before later ones can be accepted. */
const GATES: ReadonlySet<Stage> = new Set(['definitions', 'namespaces', 'workloads']);

/**
 * Applies exactly what was planned: stage by stage, each in turn; then waits for health; deletes last.
 * After a failure the later stages are skipped and nothing is deleted; every object's outcome is told.
 */
export async function applyKubernetes(
  deps: ApplyDeps,
  payload: KubernetesPayload,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const run: Run = { ...deps, ...options, payload, deadline: deps.clock.now() + options.timeout };
  if (!hasWork(payload)) return { outcomes: [], unhealthy: [] };
  await writeInventory(payload.client, everything(payload), deps.version);
  const staged = await applyStages(run);
  const pruned = await pruneOrphans(run, staged.stopped);
  const outcomes = [...staged.outcomes, ...pruned.outcomes];
  await writeInventory(payload.client, remaining(payload, outcomes), deps.version);
  return { outcomes, unhealthy: [...staged.unhealthy, ...pruned.unhealthy] };
}

function hasWork({ proposals, orphans }: KubernetesPayload): boolean {
  return orphans.length > 0 || proposals.some(({ change, claim }) => change !== undefined || claim);
}

/** Before anything is applied the inventory names all of it, so that a crash loses track of nothing. */
function everything({ inventory, proposals, source }: KubernetesPayload) {
  const declared = proposals.map(({ expectation }) => expectation.item.id);
  const all = new Map([...inventory.members, ...declared].map((id) => [resourceKey(id), id]));
  return { ...inventory, source, members: [...all.values()] };
}

/** Afterwards it names what is declared, and what was not deleted. */
function remaining(payload: KubernetesPayload, outcomes: readonly Outcome[]) {
  const deleted = new Set(
    outcomes
      .filter(({ action, result }) => action === 'delete' && result === 'applied')
      .map(({ id }) => resourceKey(id)),
  );
  const kept = payload.orphans.map(({ id }) => id).filter((id) => !deleted.has(resourceKey(id)));
  const declared = payload.proposals.map(({ expectation }) => expectation.item.id);
  return { ...payload.inventory, source: payload.source, members: [...declared, ...kept] };
}

interface StagesResult {
  readonly outcomes: readonly Outcome[];
  readonly unhealthy: readonly ObjectHealth[];
  /** Why later work must not be done; undefined when all went well. */
  readonly stopped: string | undefined;
}

async function applyStages(run: Run): Promise<StagesResult> {
  const outcomes: Outcome[] = [];
  const unhealthy: ObjectHealth[] = [];
  const waiting: Proposal[] = [];
  let stopped: string | undefined;
  const stages = Map.groupBy(
    run.payload.proposals.filter(({ change, claim }) => change !== undefined || claim),
    ({ expectation }) => stageOf(expectation.item.id),
  );
  const order = STAGES.filter((stage) => stages.has(stage));
  for (const stage of order) {
    const proposals = stages.get(stage) ?? [];
    if (run.signal?.aborted === true) stopped ??= 'the sync was cancelled before it';
    if (stopped !== undefined) {
      outcomes.push(...proposals.map((proposal) => skip(run, proposal, stopped ?? '')));
      continue;
    }
    run.observe({ type: 'stage', name: stage, objects: proposals.length });
    const results = await applyAll(run, stage, proposals);
    outcomes.push(...results);
    waiting.push(...proposals.filter((_, i) => results[i]?.result === 'applied'));
    if (results.some(({ result }) => result === 'failed')) stopped = `stage "${stage}" failed before it`;
    if (stopped === undefined && GATES.has(stage) && stage !== order.at(-1)) {
      const waited = await settle(run, waiting.splice(0));
      unhealthy.push(...waited);
      if (waited.length > 0) stopped = `stage "${stage}" did not become healthy before it`;
    }
  }
  unhealthy.push(...(await settle(run, waiting)));
  if (unhealthy.length > 0) stopped ??= 'what was applied did not become healthy';
  return { outcomes, unhealthy, stopped };
}

async function applyAll(run: Run, stage: Stage, proposals: readonly Proposal[]): Promise<Outcome[]> {
  // Kinds that this sync has just created are known to the server now.
  const discovery =
    stage === 'custom resources' || stage === 'webhooks' || proposals.some(isKindPending)
      ? await discover(run.payload.client, { fresh: true })
      : run.payload.discovery;
  return pMap(
    proposals,
    async (proposal) => {
      const outcome = await applyObject(run, discovery, proposal);
      run.observe({ type: 'outcome', outcome });
      return outcome;
    },
    { concurrency: CONCURRENT_APPLIES },
  );
}

function isKindPending({ expectation }: Proposal): boolean {
  return expectation.item.kindPending;
}

function skip(run: Run, { expectation, change }: Proposal, reason: string): Outcome {
  const { id } = expectation.item;
  const message = `${describeResource(id)}: not applied, since ${reason}. Put that right, then sync again.`;
  const outcome: Outcome = { id, action: change?.action ?? 'update', result: 'skipped', reason: message };
  run.observe({ type: 'outcome', outcome });
  return outcome;
}

function settle(run: Run, proposals: readonly Proposal[]): Promise<ObjectHealth[]> {
  const objects: Waited[] = proposals.map(({ expectation: { item } }) => ({ id: item.id, type: item.type }));
  return waitForHealth(run, objects);
}

import pMap from 'p-map';
import { OpsError } from '../core/errors.ts';
import { STAGES, type Stage, stageOf } from '../core/order.ts';
import type { ObjectHealth, Outcome } from '../core/outcome.ts';
import { describeResource } from '../core/resource.ts';
import { applyObject } from './apply-object.ts';
import { type Discovery, discover } from './discovery.ts';
import type { Proposal } from './propose.ts';
import type { Run } from './run.ts';
import { type Waited, waitForHealth } from './wait.ts';

/** More at once is no faster: the server is the limit. */
const CONCURRENT_APPLIES = 16;

/** Stages whose objects must be there, or do their work, before later ones can be accepted. */
const GATES: ReadonlySet<Stage> = new Set(['definitions', 'namespaces', 'workloads']);

const CANCELLED = 'the sync was cancelled before it';

export interface StagesResult {
  readonly outcomes: readonly Outcome[];
  readonly unhealthy: readonly ObjectHealth[];
  /** Why later work must not be done; undefined when all went well. */
  readonly stopped: string | undefined;
}

/** Applies stage by stage. After a failure the later stages are skipped, each object with the reason. */
export async function applyStages(run: Run): Promise<StagesResult> {
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
    if (run.signal?.aborted === true) stopped ??= CANCELLED;
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
      if (waited.length > 0) stopped = whyUnhealthy(run, `stage "${stage}" did not become healthy before it`);
    }
  }
  unhealthy.push(...(await settle(run, waiting)));
  if (unhealthy.length > 0) stopped ??= whyUnhealthy(run, 'what was applied did not become healthy');
  return { outcomes, unhealthy, stopped };
}

function whyUnhealthy(run: Run, reason: string): string {
  return run.signal?.aborted === true ? CANCELLED : reason;
}

async function applyAll(run: Run, stage: Stage, proposals: readonly Proposal[]): Promise<Outcome[]> {
  const discovery = await discoveryFor(run, stage, proposals);
  return pMap(
    proposals,
    async (proposal) => {
      const outcome =
        discovery instanceof OpsError
          ? failed(proposal, discovery.message)
          : await applyObject(run, discovery, proposal);
      run.observe({ type: 'outcome', outcome });
      return outcome;
    },
    { concurrency: CONCURRENT_APPLIES },
  );
}

/** Kinds that this sync has just created are known to the server now, not to the plan. */
async function discoveryFor(
  { payload }: Run,
  stage: Stage,
  proposals: readonly Proposal[],
): Promise<Discovery | OpsError> {
  if (stage !== 'custom resources' && !proposals.some(isKindPending)) return payload.discovery;
  try {
    return await discover(payload.client, { fresh: true });
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

function failed({ expectation, change }: Proposal, reason: string): Outcome {
  return { id: expectation.item.id, action: change?.action ?? 'update', result: 'failed', reason };
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

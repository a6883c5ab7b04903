import pMap from 'p-map';
import { OpsError } from '../../core/errors.ts';
import type { HookPhase } from '../../core/plan/hook-run.ts';
import type { Outcome } from '../../core/sync/outcome.ts';
import { type Discovery, discover } from '../discovery/discovery.ts';
import type { LiveHealth } from '../health/live-health.ts';
import { describeResource, subjectOf } from '../objects/resource.ts';
import type { Stage } from '../order/stages.ts';
import type { ObjectPlan } from '../plan/object-plan.ts';
import { type Applied, applyObject } from './apply-object.ts';
import { type MadeByHook, runHook } from './run-hook.ts';
import type { Run } from './run.ts';
import { type HookMove, type Move, type ObjectsMove, type PhaseMove, isSettled } from './sequence.ts';
import { tidyAfterFailure, tidyPhase } from './tidy-hooks.ts';
import { type Written, waitForHealth } from './wait.ts';

/** More applies at once are no faster: the server is the limit. */
const CONCURRENT_APPLIES = 16;

const CANCELLED = 'the sync was cancelled before it';

export interface StagesResult {
  readonly outcomes: readonly Outcome[];
  readonly unhealthy: readonly LiveHealth[];
  /** Why later work must not be done; undefined when all went well. */
  readonly stopped: string | undefined;
}

export interface SequenceOptions {
  /** Why nothing must be done from the start. */
  readonly stopped?: string | undefined;
  /** Records that all hooks of a phase have run. @returns the failed outcomes of the record */
  readonly ended: (phase: HookPhase) => Promise<Outcome[]>;
}

/** Makes one move after the other. After a failure the later moves are skipped, each object with the reason. */
export async function runSequence(
  run: Run,
  moves: readonly Move[],
  options: SequenceOptions,
): Promise<StagesResult> {
  const progress = new Progress(run, options);
  for (const [at, move] of moves.entries()) {
    await progress.make(move);
    const next = moves[at + 1];
    const isBarrier = move.type === 'objects' && (move.barrier || next?.type !== 'objects');
    if (isBarrier && next !== undefined)
      await progress.settle(`stage "${move.name}" did not become healthy before it`);
  }
  await progress.settle('what was applied did not become healthy');
  return progress;
}

class Progress implements StagesResult {
  readonly outcomes: Outcome[] = [];
  readonly unhealthy: LiveHealth[] = [];
  stopped: string | undefined;
  readonly #run: Run;
  readonly #ended: SequenceOptions['ended'];
  #waiting: Written[] = [];
  /** The objects of the hooks of the phase that runs. */
  #made: MadeByHook[] = [];

  constructor(run: Run, { stopped, ended }: SequenceOptions) {
    this.#run = run;
    this.#ended = ended;
    this.stopped = stopped;
  }

  async make(move: Move): Promise<void> {
    if (this.#run.signal?.aborted === true) this.stopped ??= CANCELLED;
    if (this.stopped !== undefined) return this.#skip(move, this.stopped);
    const name = this.#tell(move);
    const ends = await this.#do(move);
    this.outcomes.push(...ends);
    if (ends.some(({ result }) => result === 'failed')) this.stopped = `${name} failed before it`;
  }

  #tell(move: Move): string {
    if (move.type === 'phase') return 'tidying up after the hooks';
    const objects = move.type === 'hook' ? 1 : move.objectPlans.length;
    this.#run.observe({ type: 'stage', name: move.name, objects });
    return `stage "${move.name}"`;
  }

  #do(move: Move): Promise<Outcome[]> {
    if (move.type === 'phase') return this.#endPhase(move);
    return move.type === 'hook' ? this.#runHook(move) : this.#apply(move);
  }

  async #runHook({ hook }: HookMove): Promise<Outcome[]> {
    const ran = await runHook(this.#run, hook);
    this.#run.observe({ type: 'outcome', outcome: ran.outcome });
    if (ran.end === 'succeeded') this.#made.push(ran.made);
    if (ran.end !== 'failed') return [ran.outcome];
    return [ran.outcome, ...(await tidyAfterFailure(this.#run, ran.made, this.#made.splice(0)))];
  }

  /**
   * Ends a phase. The objects of its hooks are deleted before the phase counts as ended: a phase that runs again would
   * delete them, too.
   */
  async #endPhase({ phase }: PhaseMove): Promise<Outcome[]> {
    const left = await tidyPhase(this.#run, this.#made.splice(0));
    return left.length > 0 ? left : this.#ended(phase);
  }

  async #apply(move: ObjectsMove): Promise<Outcome[]> {
    const all = await applyAll(this.#run, move);
    const written = move.objectPlans.flatMap((objectPlan, at) => {
      const { outcome, answer } = all[at] ?? {};
      const { item } = objectPlan.expectation;
      return outcome?.result === 'applied' || isSettled(objectPlan)
        ? { ...item, ...(answer !== undefined && { answer }) }
        : [];
    });
    this.#waiting.push(...written);
    return all.map(({ outcome }) => outcome);
  }

  /**
   * Waits for the health of the objects applied since the last wait. `reason` says why later moves are skipped where an
   * object does not become healthy.
   */
  async settle(reason: string): Promise<void> {
    const objects = this.#waiting;
    this.#waiting = [];
    const unhealthy = await waitForHealth(this.#run, objects);
    this.unhealthy.push(...unhealthy);
    if (unhealthy.length > 0) this.stopped ??= this.#run.signal?.aborted === true ? CANCELLED : reason;
  }

  async #skip(move: Move, reason: string): Promise<void> {
    if (move.type === 'phase' && this.#run.signal?.aborted !== true)
      this.outcomes.push(...(await tidyPhase(this.#run, this.#made.splice(0))));
    const skipped = skippedBy(move, reason);
    for (const outcome of skipped) this.#run.observe({ type: 'outcome', outcome });
    this.outcomes.push(...skipped);
  }
}

function skippedBy(move: Move, reason: string): Outcome[] {
  if (move.type === 'phase') return [];
  return move.type === 'hook' ? [skipHook(move, reason)] : move.objectPlans.map(skipObject(reason));
}

async function applyAll(run: Run, { stage, objectPlans }: ObjectsMove): Promise<Applied[]> {
  const discovery = await discoveryFor(run, stage, objectPlans);
  return pMap(
    objectPlans,
    async (objectPlan) => {
      const applied =
        discovery instanceof OpsError
          ? { outcome: failed(objectPlan, discovery.message) }
          : isSettled(objectPlan)
            ? { outcome: writtenBefore(objectPlan) }
            : await applyObject(run, discovery, objectPlan);
      run.observe({ type: 'outcome', outcome: applied.outcome });
      return applied;
    },
    { concurrency: CONCURRENT_APPLIES },
  );
}

/** The discovery for a stage: kinds that this sync has just created are known to the server now, not to the plan. */
async function discoveryFor(
  { payload }: Run,
  stage: Stage,
  objectPlans: readonly ObjectPlan[],
): Promise<Discovery | OpsError> {
  if (stage !== 'custom resources' && !objectPlans.some(isKindPending)) return payload.discovery;
  try {
    return await discover(payload.client, { fresh: true });
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

/** The outcome of an object that the same sync wrote before it was cut short. */
function writtenBefore({ expectation }: ObjectPlan): Outcome {
  return { subject: subjectOf(expectation.item.id), action: 'update', result: 'unchanged' };
}

function failed({ expectation, change }: ObjectPlan, reason: string): Outcome {
  return {
    subject: subjectOf(expectation.item.id),
    action: change?.action ?? 'update',
    result: 'failed',
    reason,
  };
}

function isKindPending({ expectation }: ObjectPlan): boolean {
  return expectation.item.kindPending;
}

function skipObject(reason: string) {
  return ({ expectation, change }: ObjectPlan): Outcome => {
    const { id } = expectation.item;
    const message = `${describeResource(id)}: not applied, since ${reason}. Put that right, then sync again.`;
    return { subject: subjectOf(id), action: change?.action ?? 'update', result: 'skipped', reason: message };
  };
}

function skipHook({ hook }: HookMove, reason: string): Outcome {
  const { id } = hook.item;
  const message = `${describeResource(id)}: hook not run, since ${reason}. Put that right, then sync again.`;
  return { subject: subjectOf(id), action: 'create', result: 'skipped', reason: message };
}

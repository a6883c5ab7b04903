import type { HookPhase } from '../../core/plan/hook-run.ts';
import { resourceKey } from '../objects/resource.ts';
import { type Stage, STAGES, stageOf } from '../order/stages.ts';
import { byStep, describeStep, stepsOf } from '../order/steps.ts';
import type { HookItem } from '../plan/hooks/hook-items.ts';
import type { ObjectPlan } from '../plan/object-plan.ts';
import type { KubernetesPayload } from '../plan/payload.ts';

/** Objects that are applied at once. */
export interface ObjectsMove {
  readonly type: 'objects';
  /** `workloads of wave 2` */
  readonly name: string;
  readonly wave: number;
  readonly stage: Stage;
  readonly objectPlans: readonly ObjectPlan[];
  /** Whether they must be healthy before the next move. */
  readonly barrier: boolean;
}

export interface HookMove {
  readonly type: 'hook';
  readonly name: string;
  readonly hook: HookItem;
}

/**
 * The end of a phase, when all of its hooks have run: their objects are deleted, and the phase is recorded as ended.
 */
export interface PhaseMove {
  readonly type: 'phase';
  readonly phase: HookPhase;
}

/** One move of a sync. */
export type Move = ObjectsMove | HookMove | PhaseMove;

type Work = Pick<KubernetesPayload, 'objectPlans' | 'apart' | 'hooks'>;

const NONE: ReadonlySet<string> = new Set();

/** Whether nothing is left to write of the object. */
export function isSettled({ expectation, change, claim }: ObjectPlan): boolean {
  return change === undefined && !claim && expectation.prediction.status !== 'failed';
}

/** Stages whose objects must be there, or be healthy, before the server accepts later ones. */
const BARRIERS: ReadonlySet<Stage> = new Set(['definitions', 'namespaces', 'workloads']);

/**
 * All moves before the pruning: objects that hooks need to exist, hooks that run before, then the objects wave by wave,
 * with the hooks of each wave.
 * @param written keys of objects that the same sync wrote before it was cut short: they are waited for in their turn
 */
export function sequenceOf({ objectPlans, apart, hooks }: Work, written = NONE): Move[] {
  const hasTurn = (objectPlan: ObjectPlan) =>
    !isSettled(objectPlan) || written.has(resourceKey(objectPlan.expectation.item.id));
  // An object that is out of reach fails in its turn, so that no later move is made.
  const work = [...objectPlans.filter(hasTurn), ...apart];
  const before = ofPhase(hooks, 'before');
  const ground = before.length > 0 ? work.filter(isGround) : [];
  const rest = work.filter((objectPlan) => !ground.includes(objectPlan));
  const during = ofPhase(hooks, 'during');
  return [
    ...objectMoves(ground),
    ...phaseMoves('before', hookMoves(before)),
    ...interleaved(objectMoves(rest), during),
    ...(during.length > 0 ? [{ type: 'phase', phase: 'during' } as const] : []),
  ];
}

/** The hooks that run when the objects are applied and healthy, and the orphans pruned. */
export function closingOf({ hooks }: Pick<Work, 'hooks'>): Move[] {
  return phaseMoves('after', hookMoves(ofPhase(hooks, 'after')));
}

/** The hooks that run when the sync failed. */
export function rescueOf({ hooks }: Pick<Work, 'hooks'>): Move[] {
  return phaseMoves('failure', hookMoves(ofPhase(hooks, 'failure')));
}

function ofPhase(hooks: readonly HookItem[], phase: HookPhase): HookItem[] {
  return hooks.filter(({ hook }) => hook.phase === phase);
}

function phaseMoves(phase: HookPhase, moves: readonly Move[]): Move[] {
  return moves.length === 0 ? [] : [...moves, { type: 'phase', phase }];
}

/**
 * Whether an object must exist before the first hooks: a hook cannot run in a missing namespace, or be of a missing
 * kind.
 */
function isGround({ expectation, change }: ObjectPlan): boolean {
  const stage = stageOf(expectation.item.id);
  return change?.action === 'create' && STAGES.indexOf(stage) <= STAGES.indexOf('namespaces');
}

function objectMoves(objectPlans: readonly ObjectPlan[]): ObjectsMove[] {
  const placed = objectPlans.map((objectPlan) => ({ ...objectPlan.expectation.item, objectPlan }));
  return stepsOf(placed.toSorted(byStep)).map((step) => ({
    type: 'objects',
    name: describeStep(step),
    wave: step.wave,
    stage: step.stage,
    objectPlans: step.items.map(({ objectPlan }) => objectPlan),
    barrier: step.endsWave || BARRIERS.has(step.stage),
  }));
}

function hookMoves(hooks: readonly HookItem[]): HookMove[] {
  return hooks.map((hook) => ({ type: 'hook', name: `hook ${hook.item.id.name}`, hook }));
}

/** A hook comes after the objects of its wave, and before those of later ones. */
function interleaved(objects: readonly ObjectsMove[], hooks: readonly HookItem[]): Move[] {
  const waiting = [...hooks];
  const due = (wave: number) => {
    const later = waiting.findIndex(({ hook }) => hook.weight >= wave);
    return hookMoves(waiting.splice(0, later < 0 ? waiting.length : later));
  };
  return [...objects.flatMap((move) => [...due(move.wave), move]), ...due(Infinity)];
}

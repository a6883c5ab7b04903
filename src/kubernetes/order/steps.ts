import type { JsonObject } from '../../core/json/json.ts';
import type { ResourceId } from '../objects/resource.ts';
import { waveOf } from './hooks.ts';
import { type Stage, STAGES, byStage, stageOf } from './stages.ts';

/** An object of a step, as its source declares it or as it is live. */
export interface Placed {
  readonly id: ResourceId;
  readonly object: JsonObject;
}

/** Objects that are applied at once, after those of the steps before. */
export interface Step<Item> {
  readonly wave: number;
  readonly stage: Stage;
  readonly items: readonly Item[];
  /** The last one of its wave. */
  readonly endsWave: boolean;
}

/** Wave by wave, and in each wave stage by stage. */
export function stepsOf<Item extends Placed>(items: readonly Item[]): Step<Item>[] {
  const waves = Map.groupBy(items, ({ object }) => waveOf(object));
  return [...waves]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([wave, members]) => {
      const stages = Map.groupBy(members, ({ id }) => stageOf(id));
      const order = STAGES.filter((stage) => stages.has(stage));
      return order.map((stage, at) => ({
        wave,
        stage,
        items: stages.get(stage) ?? [],
        endsWave: at === order.length - 1,
      }));
    });
}

/** `workloads`; `workloads of wave 2`. */
export function describeStep({ stage, wave }: Pick<Step<unknown>, 'stage' | 'wave'>): string {
  return wave === 0 ? stage : `${stage} of wave ${wave}`;
}

/** The order in which objects are applied, one by one; deletion goes the other way. */
export function byStep(a: Placed, b: Placed): number {
  return waveOf(a.object) - waveOf(b.object) || byStage(a.id, b.id);
}

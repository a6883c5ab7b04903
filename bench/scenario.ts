import { type Place, settled } from './cluster.ts';
import type { Figures } from './tools.ts';

/** What one tool did in one run, by the name of the measure. */
export type Measured = Readonly<Record<string, Figures>>;

/** Something that each of several tools does, again and again. */
export interface Scenario {
  readonly name: string;
  /** Before the first run. */
  readonly prepare: (place: Place) => Promise<void>;
  readonly tools: readonly Tool[];
}

export interface Tool {
  /** How many objects it must find different, or write. */
  readonly expected: number;
  /** Before each run; not measured. */
  readonly prepare?: (place: Place) => Promise<void>;
  readonly run: (place: Place) => Promise<Measured>;
  /** Whether what it did is right, as seen in the cluster; not measured. @throws when not. */
  readonly verify?: (place: Place) => Promise<void>;
}

/** Every measurement of a scenario, by the name of the measure, in the order of the runs. */
export type Series = Readonly<Record<string, readonly Figures[]>>;

export type Say = (line: string) => void;

/** Runs the tools of a scenario, another one first in each run. */
export async function play(place: Place, scenario: Scenario, runs: number, say: Say): Promise<Series> {
  say(`${scenario.name}: preparing`);
  await scenario.prepare(place);
  const series: Record<string, Figures[]> = {};
  for (let turn = 0; turn < runs; turn += 1) {
    for (const tool of rotated(scenario.tools, turn)) {
      await tool.prepare?.(place);
      // What the tool before has left the server to do is not this one's to wait for.
      await settled(place);
      const measured = await tool.run(place);
      await tool.verify?.(place);
      for (const [name, figures] of Object.entries(measured)) {
        check(tool, scenario.name, name, figures);
        say(`${scenario.name}, run ${turn + 1} of ${runs}: ${name} ${told(figures)}`);
        (series[name] ??= []).push(figures);
      }
    }
  }
  return series;
}

export function rotated<T>(items: readonly T[], turn: number): T[] {
  const at = turn % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}

function check({ expected }: Tool, scenario: string, name: string, { objects }: Figures): void {
  if (objects === expected) return;
  throw new Error(`bench: ${scenario}: ${name} told of ${objects} objects instead of ${expected}.`);
}

function told({ milliseconds, requests, peakMiB }: Figures): string {
  return `${Math.round(milliseconds)} ms, ${requests} requests, ${Math.round(peakMiB ?? 0)} MiB`;
}

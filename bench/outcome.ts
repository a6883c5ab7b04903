import type { Goal, Row } from './rows.ts';
import type { Series } from './scenario.ts';
import { type Spread, ratiosOf, spreadOf } from './statistics.ts';
import type { Figures } from './tools.ts';

export type Found = Readonly<Record<string, Series>>;

/** What was reached in one row, beside what was to be. */
export interface Outcome {
  readonly row: Row;
  readonly milliseconds: Spread;
  readonly requests: number;
  readonly peakMiB: number | undefined;
  readonly memoryReached: boolean;
  readonly comparisons: readonly Comparison[];
}

export interface Comparison {
  readonly goal: Goal;
  readonly peer: { readonly milliseconds: Spread; readonly requests: number; readonly peakMiB?: number };
  readonly ratio: Spread;
  readonly reached: boolean;
}

/** @returns undefined where the row was not measured */
export function outcomeOf(row: Row, found: Found): Outcome | undefined {
  const series = found[row.scenario];
  const ours = series?.[row.measure];
  if (series === undefined || ours === undefined) return undefined;
  const peakMiB = peakOf(ours);
  return {
    row,
    milliseconds: spreadOf(ours.map((figures) => figures.milliseconds)),
    requests: requestsOf(ours),
    peakMiB,
    memoryReached: row.memory === undefined || (peakMiB !== undefined && peakMiB < row.memory),
    comparisons: row.goals.flatMap((goal) => compare(goal, ours, series[goal.measure]) ?? []),
  };
}

function compare(
  goal: Goal,
  ours: readonly Figures[],
  theirs: readonly Figures[] | undefined,
): Comparison | undefined {
  if (theirs === undefined) return undefined;
  const timeOf = (figures: Figures) =>
    goal.only === undefined ? figures.milliseconds : (figures[goal.only] ?? NaN);
  const ratio = ratiosOf(theirs.map(timeOf), ours.map(timeOf));
  const peakMiB = peakOf(theirs);
  const peer = {
    milliseconds: spreadOf(theirs.map(timeOf)),
    requests: requestsOf(theirs),
    ...(peakMiB !== undefined && { peakMiB }),
  };
  return { goal, peer, ratio, reached: ratio.median >= goal.ratio };
}

function requestsOf(figures: readonly Figures[]): number {
  return Math.round(spreadOf(figures.map(({ requests }) => requests)).median);
}

/** The most of all runs. */
function peakOf(figures: readonly Figures[]): number | undefined {
  const known = figures.flatMap(({ peakMiB }) => peakMiB ?? []);
  return known.length === 0 ? undefined : spreadOf(known).max;
}

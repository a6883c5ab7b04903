import type { Comparison, Outcome } from './outcome.ts';
import type { Spread } from './statistics.ts';

const MISSED = '**missed**';

/** The outcomes as a Markdown table: one line for each peer. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const head = ['what', 'ours', 'compared with', 'theirs', 'faster (goal)', 'requests', 'peak MiB'];
  const lines = outcomes.flatMap((outcome) =>
    outcome.comparisons.map((comparison, index) => line(outcome, comparison, index === 0)),
  );
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function line(outcome: Outcome, { goal, peer, ratio, reached }: Comparison, first: boolean): string[] {
  return [
    first ? outcome.row.title : '',
    first ? seconds(outcome.milliseconds) : '',
    goal.peer,
    seconds(peer.milliseconds),
    `${times(ratio)} (≥ ${goal.ratio})${reached ? '' : ` ${MISSED}`}`,
    `${outcome.requests} : ${peer.requests}`,
    `${memory(outcome, first)} : ${peer.peakMiB === undefined ? '?' : Math.round(peer.peakMiB)}`,
  ];
}

function memory({ peakMiB, row, memoryReached }: Outcome, first: boolean): string {
  const held = peakMiB === undefined ? '?' : String(Math.round(peakMiB));
  if (row.memory === undefined || !first) return held;
  return `${held} (< ${row.memory})${memoryReached ? '' : ` ${MISSED}`}`;
}

/** `1.24 s (1.19–1.40)` */
function seconds({ median, min, max }: Spread): string {
  const text = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  return `${text(median)} s (${text(min)}–${text(max)})`;
}

/** `12.4× (11.8–13.0)` */
function times({ median, min, max }: Spread): string {
  const text = (ratio: number) => ratio.toFixed(ratio < 3 ? 2 : 1);
  return `${text(median)}× (${text(min)}–${text(max)})`;
}

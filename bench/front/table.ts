import type { Delivered } from './deliveries.ts';

/** What was measured with one store. Memory in MiB. */
export interface FrontRow {
  readonly store: string;
  readonly alone: Delivered;
  readonly beside: Delivered;
  /** The most that the process held without the crowd. */
  readonly before: number;
  /** The most that it held at all. */
  readonly most: number;
  /** What the crowd may take: all bodies that nobody has verified. */
  readonly bound: number;
  readonly turnedAway: number;
}

/** In MiB: connections besides their bodies, and what the garbage collector has not got to. The crowd sends 1,000. */
const SLACK = 128;

export function isBounded({ before, most, bound }: FrontRow): boolean {
  return most - before <= bound + SLACK;
}

export function isGood(row: FrontRow): boolean {
  return isBounded(row) && Object.keys(row.beside.statuses).join() === '202';
}

/** As Markdown: one line for each store. */
export function frontTable(rows: readonly FrontRow[], attackers: number, count: number): string {
  const head = [
    'store',
    'accepted',
    'p50, alone : beside',
    'p99, alone : beside',
    'a second, alone : beside',
    'memory, alone : beside',
    'turned away',
  ];
  const lines = rows.map((row) => line(row, count));
  const about = `${count} signed deliveries of 20 kB sent in a second, first alone, then beside ${attackers} connections that announce 25 MB each, send 2 MiB, hold the rest back, and come again when they are cut. Memory is the most that the server's process held.`;
  return `${[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${about}`;
}

function line(row: FrontRow, count: number): string[] {
  const { store, alone, beside, before, most, turnedAway } = row;
  const pair = (of: (delivered: Delivered) => string) => `${of(alone)} : ${of(beside)}`;
  const accepted = beside.statuses['202'] ?? 0;
  const others = Object.entries(beside.statuses).filter(([status]) => status !== '202');
  return [
    store,
    [`${accepted} of ${count}`, ...others.map(([status, times]) => `${times}× ${status} **missed**`)].join(
      ', ',
    ),
    pair(({ took }) => seconds(percentile(took, 50))),
    pair(({ took }) => seconds(percentile(took, 99))),
    pair(({ took, whole }) => String(Math.round(took.length / (whole / 1000)))),
    `${Math.round(before)} : ${Math.round(most)} MiB${isBounded(row) ? '' : ' **not bounded**'}`,
    String(turnedAway),
  ];
}

/** The smallest that so many percent do not exceed. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

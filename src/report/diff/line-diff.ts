import { diffArrays } from 'diff';

/** A line of a comparison: of both sides, of the old one, of the new one, or a mark that some are left out. */
export interface ComparedLine {
  readonly sign: ' ' | '-' | '+' | '…';
  readonly text: string;
}

/** Edits between two anchors; a piece with more of them is shown as its two sides. */
const MOST_EDITS = 400;

/**
 * Two texts line by line. Lines that occur once on either side and in the same order anchor the rest, so that the work
 * grows with the length of the texts, not with its square.
 */
export function compareLines(old: readonly string[], fresh: readonly string[]): ComparedLine[] {
  const start = commonStart(old, fresh);
  const end = commonEnd(old.slice(start), fresh.slice(start));
  const middle = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)] as const;
  const result = lines(' ', old.slice(0, start));
  append(result, anchored(...middle));
  return append(result, lines(' ', old.slice(old.length - end)));
}

/** Only what changed, with lines around it. @param context how many */
export function changedLines(all: readonly ComparedLine[], context: number): ComparedLine[] {
  const near = new Uint8Array(all.length);
  for (const [at, { sign }] of all.entries())
    if (sign !== ' ') near.fill(1, Math.max(0, at - context), at + context + 1);
  const result: ComparedLine[] = [];
  for (const [at, line] of all.entries()) {
    if (near[at] === 1) result.push(line);
    else if (near[at - 1] === 1 && near.includes(1, at)) result.push({ sign: '…', text: '…' });
  }
  return result;
}

function anchored(old: readonly string[], fresh: readonly string[]): ComparedLine[] {
  const result: ComparedLine[] = [];
  let [o, f] = [0, 0];
  for (const [atOld, atFresh] of [...anchors(old, fresh), [old.length, fresh.length] as const]) {
    append(result, piece(old.slice(o, atOld), fresh.slice(f, atFresh)));
    if (atOld < old.length) result.push({ sign: ' ', text: old[atOld] ?? '' });
    [o, f] = [atOld + 1, atFresh + 1];
  }
  return result;
}

function piece(old: readonly string[], fresh: readonly string[]): ComparedLine[] {
  const whole = [...lines('-', old), ...lines('+', fresh)];
  if (old.length === 0 || fresh.length === 0) return whole;
  const parts = diffArrays([...old], [...fresh], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return whole;
  return parts.flatMap(({ value, added, removed }) => lines(added ? '+' : removed ? '-' : ' ', value));
}

/** Positions, on both sides, of the lines that are unique on both: the longest rising run of them. */
function anchors(old: readonly string[], fresh: readonly string[]): (readonly [number, number])[] {
  const there = unique(fresh);
  const pairs: (readonly [number, number])[] = [];
  for (const [line, at] of unique(old)) {
    const other = there.get(line);
    if (other !== undefined) pairs.push([at, other]);
  }
  return longestRising(pairs);
}

function unique(all: readonly string[]): Map<string, number> {
  const first = new Map<string, number>();
  const twice = new Set<string>();
  for (const [at, line] of all.entries()) {
    if (first.has(line)) twice.add(line);
    else first.set(line, at);
  }
  for (const line of twice) first.delete(line);
  return first;
}

/** Patience sorting. @param pairs rising in their first number */
function longestRising(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const tops: number[] = [];
  const before: number[] = [];
  for (const [at, [, value]] of pairs.entries()) {
    const pile = firstNotLess(tops, (top) => pairs[top]?.[1] ?? 0, value);
    before.push(tops[pile - 1] ?? -1);
    tops[pile] = at;
  }
  const result: (readonly [number, number])[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair) result.push(pair);
  }
  return result.toReversed();
}

function firstNotLess(tops: readonly number[], valueOf: (top: number) => number, value: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(tops[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  const end = Math.min(a.length, b.length);
  let count = 0;
  while (count < end && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

function lines(sign: ' ' | '-' | '+', texts: readonly string[]): ComparedLine[] {
  return texts.map((text) => ({ sign, text }));
}

/** Without spreading: a call takes no hundred thousand arguments. */
function append(to: ComparedLine[], more: readonly ComparedLine[]): ComparedLine[] {
  for (const line of more) to.push(line);
  return to;
}

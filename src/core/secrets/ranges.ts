/** A part of a text that is not to be seen: its first position, and the one behind it. */
export type Range = readonly [start: number, end: number];

/** Finds what is secret in a text, in any order. */
export type Find = (text: string) => readonly Range[];

/** Stands for each character that a search before has found: it is of no word, and source texts hardly hold it. */
export const FOUND = '\0';

/**
 * The searches one after the other, each in the text as it was written, and in what those before it have left of it:
 * beside another secret, or on the last line of one, a secret may be told only then.
 */
export function inTurn(finds: readonly Find[]): Find {
  return (text) => {
    let ranges: readonly Range[] = [];
    let left = text;
    for (const find of finds) {
      const found = left === text ? find(text) : [...find(text), ...find(left)];
      if (found.length === 0) continue;
      ranges = [...ranges, ...found];
      left = partsOf(text, ranges, (secret) => FOUND.repeat(secret.length)).join('');
    }
    return ranges;
  };
}

/** A text in parts, each of its ranges as `hide` gives it. Ranges that overlap are one. */
export function partsOf<Hidden>(
  text: string,
  ranges: readonly Range[],
  hide: (secret: string) => Hidden,
): (string | Hidden)[] {
  const parts: (string | Hidden)[] = [];
  let done = 0;
  for (const [start, end] of joined(ranges)) {
    parts.push(text.slice(done, start), hide(text.slice(start, end)));
    done = end;
  }
  parts.push(text.slice(done));
  return parts;
}

function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1);
    if (last !== undefined && start < last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)];
    else if (end > start) result.push([start, end]);
  }
  return result;
}

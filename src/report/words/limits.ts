import { cutText } from '../../core/cut-text.ts';
import { visible } from '../../core/visible.ts';
import { plural } from './words.ts';

/**
 * GitHub's limit of a comment, and of a pull request's body, is 65,536 characters; the rest is for marks by which ours
 * are found again.
 */
export const COMMENT_LIMIT = 65_400;

/** Characters of a fence with words of others (messages, reasons): several of them fit into a comment. */
export const MESSAGES_LIMIT = 20_000;

/** The first lines that fit, whole: half a line could say something else. */
export function linesWithin(lines: readonly string[], limit: number): readonly string[] {
  let length = -1;
  const end = lines.findIndex((line) => (length += line.length + 1) > limit);
  return end < 0 ? lines : lines.slice(0, end);
}

/**
 * The most characters that a line takes between fences: its sign and line end, invisible characters written out, and
 * backticks, which make the fence longer on both ends.
 */
export function lengthInFence(line: string): number {
  return visible(line).length + 3 + 2 * (line.split('`').length - 1);
}

/**
 * The first lines of messages, whole ones, and how many are left out. A line that is too long by itself is cut.
 * @param whole the place of all of them
 */
export function firstLines(lines: readonly string[], whole: string, limit = MESSAGES_LIMIT): string[] {
  let length = 0;
  const end = lines.findIndex((line) => (length += lengthInFence(line)) > limit);
  if (end < 0) return [...lines];
  // Written out, one character takes six at the most.
  const kept = end > 0 ? lines.slice(0, end) : [cutText(lines[0] ?? '', Math.floor(limit / 6))];
  const left = lines.length - kept.length;
  const more = left === 0 ? 'The line above is cut' : `… ${plural(left, 'line')} left out here`;
  return [...kept, `${more}: ${whole}.`];
}

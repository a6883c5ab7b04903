import type { Counts } from '../../core/plan/plan.ts';

/** `1 to create, 2 to update`; empty where there is nothing to do. */
export function countsText({ create, update, replace, delete: gone }: Counts): string {
  return counted([create, 'to create'], [update, 'to update'], [replace, 'to replace'], [gone, 'to delete']);
}

/** The counts with their words; a count of zero is left out. */
export function counted(...parts: readonly (readonly [number, string])[]): string {
  const said = parts.filter(([count]) => count > 0);
  return said.map(([count, what]) => `${count} ${what}`).join(', ');
}

/** `2 hooks still to run`. */
export function hooksLeftText(count: number): string {
  return `${plural(count, 'hook')} still to run`;
}

/** `1 change`, `2 changes`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

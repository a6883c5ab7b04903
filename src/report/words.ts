import type { Counts } from '../core/plan.ts';

/** `1 to create, 2 to update, 0 to replace, 1 to delete`. */
export function countsText({ create, update, replace, delete: gone }: Counts): string {
  return `${create} to create, ${update} to update, ${replace} to replace, ${gone} to delete`;
}

/** `2 hooks still to run`. */
export function hooksLeftText(count: number): string {
  return `${plural(count, 'hook')} still to run`;
}

/** `1 change`, `2 changes`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

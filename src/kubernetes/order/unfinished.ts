import type { HookPhase } from '../../core/plan/hook-run.ts';
import type { Occasion } from './hook-names.ts';

/** The work beside its objects that a sync in progress has left, as the inventory records it. */
export interface Unfinished {
  /**
   * The occasion of the sync until all is done: the install of a target lasts until all hooks of its first sync have
   * run.
   */
  readonly occasion: Occasion;
  /** Phases with a hook that has not succeeded yet: each phase runs again from its first hook. */
  readonly phases: readonly HookPhase[];
}

const PHASES: readonly string[] = ['before', 'during', 'after'] satisfies HookPhase[];

/** `install before after`: an occasion, and the phases that are left. */
export function printUnfinished({ occasion, phases }: Unfinished): string {
  return [occasion, ...phases].join(' ');
}

/** @returns undefined for a text that was not printed by `printUnfinished` */
export function parseUnfinished(text: string): Unfinished | undefined {
  const [occasion, ...phases] = text.split(' ');
  if (occasion !== 'install' && occasion !== 'upgrade') return undefined;
  return phases.every(isPhase) ? { occasion, phases } : undefined;
}

function isPhase(word: string): word is HookPhase {
  return PHASES.includes(word);
}

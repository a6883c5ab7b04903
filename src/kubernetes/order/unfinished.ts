import type { HookPhase, Occasion } from '../../core/plan/hook-names.ts';

/** What a sync that has begun still has to do beside its objects, as it is recorded where its target is live. */
export interface Unfinished {
  /** What the sync is until all is done: a target is installed when all hooks of its first sync have run. */
  readonly occasion: Occasion;
  /** Phases of which not every hook has run to a good end: each is run again from its first hook. */
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

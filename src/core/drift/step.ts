/** What is known of the pull request that reverts a drift, before anything is done about it. */
export interface DriftFacts {
  /** Absent: there is none yet. `closedAt` in milliseconds since the epoch. */
  readonly pull?: { readonly state: 'open' | 'merged' | 'closed'; readonly closedAt?: number };
  /** Its branch: not there, with nothing in it but what we put there, or with what others did. */
  readonly branch: 'free' | 'ours' | 'others';
  /** Whether the default branch holds the record of this very drift. */
  readonly recorded: boolean;
  /** Whether what was proposed last is what would be proposed now. */
  readonly same: boolean;
  /** Milliseconds after which a pull request that was closed unmerged is proposed again. Absent: never. */
  readonly again?: number;
  readonly now: number;
}

export type DriftStep =
  /** It was merged: its sync has just not begun yet, or has said why it failed. */
  | { readonly do: 'rest' }
  /** Somebody closed it unmerged, which is an answer. `until`: for so long; absent: for good. */
  | { readonly do: 'leave'; readonly until?: number }
  /** On its branch. */
  | { readonly do: 'propose' }
  /** On another branch: this one holds what others wrote. */
  | { readonly do: 'beside' };

/** What follows from a drift that lasts. Nothing that a person wrote or decided is ever overridden. */
export function nextDriftStep(facts: DriftFacts): DriftStep {
  const { pull, branch, recorded, same } = facts;
  if (recorded && (pull === undefined || pull.state === 'merged')) return { do: 'rest' };
  if (pull?.state === 'closed' && same) {
    const until = endOfAnswer(facts);
    if (until === undefined) return { do: 'leave' };
    if (until > facts.now) return { do: 'leave', until };
  }
  return branch === 'others' ? { do: 'beside' } : { do: 'propose' };
}

function endOfAnswer({ pull, again }: DriftFacts): number | undefined {
  return again === undefined || pull?.closedAt === undefined ? undefined : pull.closedAt + again;
}

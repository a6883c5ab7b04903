/** The state of a drift pull request before the next step. */
export interface DriftFacts {
  /** Absent: there is none yet. `closedAt` in milliseconds since the epoch. */
  readonly pull?: { readonly state: 'open' | 'merged' | 'closed'; readonly closedAt?: number };
  /** Its branch: absent, with plumbline's commits only, or with other people's commits. */
  readonly branch: 'free' | 'ours' | 'others';
  /** Whether the default branch holds the record of this very drift. */
  readonly recorded: boolean;
  /** Whether the last proposal equals the one to be made now. */
  readonly same: boolean;
  /** Milliseconds after which a pull request that was closed unmerged is proposed again. Absent: never. */
  readonly again?: number;
  readonly now: number;
}

export type DriftStep =
  /** It is merged: its sync is about to begin, or has reported its failure. */
  | { readonly do: 'rest' }
  /** Somebody closed it unmerged, which is an answer. `until`: its end; absent: for good. */
  | { readonly do: 'leave'; readonly until?: number }
  /** Propose on its branch. */
  | { readonly do: 'propose' }
  /** Propose on another branch: this one holds other people's commits. */
  | { readonly do: 'beside' };

/** The next step for a drift that lasts. No commit or decision of a person is ever overridden. */
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

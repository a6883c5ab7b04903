import type { GateVerdict } from './decision.ts';

const ORDER: readonly GateVerdict[] = ['blocked', 'pending', 'approved', 'skipped'];

/** The decision on one pull request, reduced to its effect on the check of its head. */
export interface Say {
  readonly verdict: GateVerdict;
  /** A fork's commit that nobody has let in: it has no say beside others, or anybody could block a release. */
  readonly held: boolean;
  /** A merged pull request has a say only where no open one has. */
  readonly merged: boolean;
  /** Its plan is on show. */
  readonly shown: boolean;
}

/**
 * The decision that the check shows for a commit that is the head of several pull requests: the strictest, and among
 * equals one whose plan is not on show yet.
 * @returns undefined where there is none
 */
export function strictest<Each extends Say>(all: readonly Each[]): Each | undefined {
  const [first] = heard(all).toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || Number(a.shown) - Number(b.shown),
  );
  return first;
}

function heard<Each extends Say>(all: readonly Each[]): readonly Each[] {
  const planned = all.filter(({ held }) => !held);
  const open = planned.filter(({ merged }) => !merged);
  return open.length > 0 ? open : planned.length > 0 ? planned : all;
}

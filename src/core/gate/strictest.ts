import type { GateVerdict } from './decision.ts';

const ORDER: readonly GateVerdict[] = ['blocked', 'pending', 'approved', 'skipped'];

/** What is decided of one pull request, as far as the check of its head tells of it. */
export interface Say {
  readonly verdict: GateVerdict;
  /** Of a fork that nobody has let in: it has no say where another one has, or anybody could block a release. */
  readonly held: boolean;
  /** It has a say where no open one has. */
  readonly merged: boolean;
  /** Its plan is on show. */
  readonly shown: boolean;
}

/**
 * Whose verdict stands in a check of a commit that is the head of several pull requests: the strictest, and of equal
 * ones one that is still to be shown.
 * @returns undefined of none
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

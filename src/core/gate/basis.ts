import { createHash } from 'node:crypto';
import { canonicalJson } from '../json/json.ts';

/** A pull request as GitHub had it. Its times are GitHub's, in whole seconds as milliseconds since the epoch. */
export interface PullState {
  readonly number: number;
  readonly state: 'open' | 'merged' | 'closed';
  readonly updatedAt: number;
  readonly readAt: number;
}

/** The inputs of a commit's checks. */
export interface Basis<Pull extends PullState = PullState> {
  /** The record of the configuration in force. */
  readonly inForce: number;
  /** Pull requests with this head and a say in its checks, by number. */
  readonly pulls: readonly Pull[];
  /** The records of the commit's plans. */
  readonly plans: readonly number[];
  /** Times at which buttons of these pull requests were pressed. */
  readonly presses: readonly number[];
}

/**
 * A hash of the inputs of a commit's checks. The checks carry it; another hash now means that something happened since.
 * An update in the very second of reading may have been missed: then the hash never equals one made by `basisOfNow`.
 * @returns 16 hexadecimal digits
 */
export function basisOfDecision(basis: Basis): string {
  return hashOf(basis, ({ updatedAt, readAt }) => (updatedAt < readAt ? updatedAt : 'in doubt'));
}

/** The hash of the inputs as they are now: equal to the decision's where nothing happened since. */
export function basisOfNow(basis: Basis): string {
  return hashOf(basis, ({ updatedAt }) => updatedAt);
}

function hashOf(basis: Basis, timeOf: (pull: PullState) => number | string): string {
  const pulls = basis.pulls.map((pull) => [pull.number, pull.state, timeOf(pull)]);
  const text = canonicalJson([basis.inForce, pulls, basis.plans, basis.presses]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Merged pull requests have a say only where none is open. @returns by number */
export function withSay<Pull extends PullState>(pulls: readonly Pull[]): readonly Pull[] {
  const open = pulls.filter(({ state }) => state === 'open');
  const heard = open.length > 0 ? open : pulls.filter(({ state }) => state === 'merged');
  return heard.toSorted((a, b) => a.number - b.number);
}

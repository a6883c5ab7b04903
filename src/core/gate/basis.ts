import { createHash } from 'node:crypto';
import { canonicalJson } from '../json/json.ts';

/** A pull request as GitHub had it. Its times are GitHub's, in whole seconds as milliseconds since the epoch. */
export interface PullState {
  readonly number: number;
  readonly state: 'open' | 'merged' | 'closed';
  readonly updatedAt: number;
  readonly readAt: number;
}

/** All that what is said on a commit follows from. */
export interface Basis<Pull extends PullState = PullState> {
  /** The record of the configuration in force. */
  readonly inForce: number;
  /** Those whose head it is, and that have a say in its checks, by their numbers. */
  readonly pulls: readonly Pull[];
  /** The records of plans made of it. */
  readonly plans: readonly number[];
  /** Times at which buttons of these pull requests were pressed. */
  readonly presses: readonly number[];
}

/**
 * Names what a commit's checks were decided by: they carry it, so that what happened since is seen by comparing two.
 * What happens in the very second of reading may be missed, so that one says nothing of another time.
 * @returns 16 hexadecimal digits
 */
export function basisOfDecision(basis: Basis): string {
  return hashOf(basis, ({ updatedAt, readAt }) => (updatedAt < readAt ? updatedAt : 'in doubt'));
}

/** The same of how things are now: equal where nothing happened since. */
export function basisOfNow(basis: Basis): string {
  return hashOf(basis, ({ updatedAt }) => updatedAt);
}

function hashOf(basis: Basis, timeOf: (pull: PullState) => number | string): string {
  const pulls = basis.pulls.map((pull) => [pull.number, pull.state, timeOf(pull)]);
  const text = canonicalJson([basis.inForce, pulls, basis.plans, basis.presses]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Merged ones have a say only where none is open. @returns by their numbers */
export function withSay<Pull extends PullState>(pulls: readonly Pull[]): readonly Pull[] {
  const open = pulls.filter(({ state }) => state === 'open');
  const heard = open.length > 0 ? open : pulls.filter(({ state }) => state === 'merged');
  return heard.toSorted((a, b) => a.number - b.number);
}

import type { Contributor } from './contributors.ts';

/** Somebody whose approval may count, as GitHub says at the time of the decision. */
export interface Person {
  readonly login: string;
  readonly type: 'User' | 'Bot';
  readonly permission: 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin' | 'unknown';
  /** Of the teams that the gate names (`organization/team`): whether the person is in it. */
  readonly teams: ReadonlyMap<string, boolean | 'unknown'>;
}

const WRITERS: readonly string[] = ['write', 'maintain', 'admin'];

/** What is not known is denied. */
export function mayWrite(permission: Person['permission']): boolean {
  return WRITERS.includes(permission);
}

/** A plan that was shown for one environment. */
export interface ShownPlan {
  /** The commit that was planned: 40 hexadecimal digits. */
  readonly head: string;
  /** Absent when it could not be planned whole. */
  readonly fingerprint?: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

export interface ReviewFact {
  readonly user: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commit: string;
  /** Milliseconds since the epoch, in whole seconds as GitHub gives them. */
  readonly submittedAt: number;
}

/** `/plumb approve`, for this environment. */
export interface CommentFact {
  readonly user: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A press of the check run's button, for exactly that plan. */
export interface ButtonFact {
  readonly user: string;
  readonly fingerprint: string;
  readonly at: number;
}

/** All that the gate of one environment decides by. Plain data: what was read at the time of the decision. */
export interface GateFacts {
  readonly environment: string;
  readonly head: string;
  /** Plans shown for this environment, oldest first. */
  readonly plans: readonly ShownPlan[];
  /** The latest plan of the head. Absent: it is being made. */
  readonly current?: {
    /** Absent when it could not be planned whole; then `problems` says why. */
    readonly fingerprint?: string;
    readonly problems: readonly string[];
    /** Whether it would change anything. */
    readonly different: boolean;
  };
  /** Oldest first. */
  readonly reviews: readonly ReviewFact[];
  readonly comments: readonly CommentFact[];
  readonly buttons: readonly ButtonFact[];
  readonly author: string;
  /** Authors, committers and co-authors of the commits that it brings, and who pushed them. */
  readonly contributors: readonly Contributor[];
  /** By login in lower case: everybody who reviewed, commented an approval or pressed the button. */
  readonly people: ReadonlyMap<string, Person>;
}

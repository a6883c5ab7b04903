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
  /** GitHub's time before the first word of it was sent there; absent: nobody can have seen it. */
  readonly sentAt?: number;
  /** GitHub's time when it had accepted both check and comment; absent: it is not on show (yet). */
  readonly shownAt?: number;
  /** It is of another pull request that had the head: it stood in the same check, and in no comment of this one. */
  readonly elsewhere?: true;
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
  /** First digits of the fingerprint that is approved; absent: the plan that is on show. */
  readonly plan?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A press of the check run's button, for exactly that plan. */
export interface ButtonFact {
  readonly user: string;
  readonly fingerprint: string;
  /** GitHub's time since when the button was there; absent: of a version that gave it too early. */
  readonly shownAt?: number;
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
    /** Whether it would change anything, live or in what judges from then on. */
    readonly different: boolean;
    /** The commit of a fork that nobody who may write has let in: nothing of it is planned. */
    readonly held?: true;
  };
  /** Oldest first. */
  readonly reviews: readonly ReviewFact[];
  readonly comments: readonly CommentFact[];
  readonly buttons: readonly ButtonFact[];
  readonly author: string;
  /** Authors, committers and co-authors of the commits that it brings, and who pushed them. */
  readonly contributors: readonly Contributor[];
  /** Everybody who reviewed, commented an approval or pressed the button, by login in lower case. */
  readonly people: ReadonlyMap<string, Person>;
}

import type { Contributor } from './contributors.ts';

/** A person whose approval may count, as GitHub has them at the time of the decision. */
export interface Person {
  readonly login: string;
  readonly type: 'User' | 'Bot';
  readonly permission: 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin' | 'unknown';
  /** Membership in each team that the gate names (`organization/team`). */
  readonly teams: ReadonlyMap<string, boolean | 'unknown'>;
}

const WRITERS: readonly string[] = ['write', 'maintain', 'admin'];

/** Whether a permission allows to write; an unknown one does not. */
export function mayWrite(permission: Person['permission']): boolean {
  return WRITERS.includes(permission);
}

/** A plan that was shown for one environment. */
export interface ShownPlan {
  /** The commit that was planned: 40 hexadecimal digits. */
  readonly head: string;
  /** Absent where a part of it could not be planned. */
  readonly fingerprint?: string;
  /** GitHub's time before anything of the plan was sent to GitHub; absent: nobody can have seen it. */
  readonly sentAt?: number;
  /** GitHub's time after it accepted both check and comment; absent: the plan is not on show (yet). */
  readonly shownAt?: number;
  /** The plan is of another pull request that had the head: shown in the same check, in no comment of this one. */
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
  /** First digits of the approved plan's fingerprint; absent: the plan on show. */
  readonly plan?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A press of the check run's button, for exactly that plan. */
export interface ButtonFact {
  readonly user: string;
  readonly fingerprint: string;
  /** GitHub's time since when the button was there; absent: a version of plumbline that showed it too early. */
  readonly shownAt?: number;
}

/** The facts by which one environment's gate decides. Plain data, read at the time of the decision. */
export interface GateFacts {
  readonly environment: string;
  readonly head: string;
  /** Plans shown for this environment, oldest first. */
  readonly plans: readonly ShownPlan[];
  /** The latest plan of the head. Absent: it is being made. */
  readonly current?: {
    /** Absent where a part of it could not be planned; then `problems` says why. */
    readonly fingerprint?: string;
    readonly problems: readonly string[];
    /** Whether the plan changes anything, live or in the configuration. */
    readonly different: boolean;
    /** The commit is a fork's, and no writer has let it in: nothing of it is planned. */
    readonly held?: true;
  };
  /** Oldest first. */
  readonly reviews: readonly ReviewFact[];
  readonly comments: readonly CommentFact[];
  readonly buttons: readonly ButtonFact[];
  readonly author: string;
  /** Authors, committers, co-authors and pushers of the pull request's commits. */
  readonly contributors: readonly Contributor[];
  /** Everybody who reviewed, commented an approval or pressed the button, by login in lower case. */
  readonly people: ReadonlyMap<string, Person>;
}

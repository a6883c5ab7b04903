import { type PullState, withSay } from './basis.ts';
import type { Case } from './judge.ts';
import { type PreviewFact, isWorthShowing } from './recorded.ts';

/** A check of ours as GitHub has it. */
export interface SeenCheck {
  /** Absent while it is pending. */
  readonly conclusion?: string;
  /** Absent where it was taken back. */
  readonly environment?: string;
  /** What it was decided by; absent: it has no verdict. */
  readonly basis?: string;
}

export interface SeenPull extends PullState {
  readonly cases: readonly Case<PreviewFact & { readonly base: string }>[];
}

/** A commit that is the head of pull requests: what we know, and what GitHub has on show. */
export interface SeenCommit {
  /** Those into the default branch, open or merged. */
  readonly pulls: readonly SeenPull[];
  /** Where the default branch stands: 40 hexadecimal digits. */
  readonly tip: string;
  /** Of how things are now. */
  readonly basis: string;
  /** Environments of which something may have been said there. */
  readonly known: readonly string[];
  /** Whether it can be told which environments are gone. */
  readonly readable: boolean;
  readonly check: (environment: string) => SeenCheck | undefined;
  /** About the configuration that is proposed there. */
  readonly configuration?: SeenCheck;
}

export interface Missing {
  /** Pull requests that are to be planned, and then decided. */
  readonly plan: readonly number[];
  /** Whether what is planned already is to be decided, and said, anew. */
  readonly decide: boolean;
}

/** What has to be done so that GitHub has on show what should be. Where all is right: nothing. */
export function missingOn(commit: SeenCommit): Missing {
  const open = commit.pulls.filter(({ state }) => state === 'open');
  const plan = open.filter((pull) => isToBePlanned(pull, commit)).map(({ number }) => number);
  return { plan, decide: plan.length === 0 && isToBeDecided(commit) };
}

/** What was planned is of another base, or not there, or a complaint about the configuration has outlived it. */
function isToBePlanned({ cases }: SeenPull, { tip, configuration }: SeenCommit): boolean {
  const records = cases.flatMap(({ record }) => record ?? []);
  if (records.length < cases.length || records.length === 0) return true;
  if (records.some(({ base }) => base !== tip)) return true;
  return configuration?.conclusion === 'failure' && !records.some(isInvalid);
}

function isInvalid({ targets }: PreviewFact): boolean {
  return targets.some((target) => target.status === 'failed' && target.code === 'invalid-config');
}

function isToBeDecided(commit: SeenCommit): boolean {
  const { pulls, known, basis, check } = commit;
  if (withSay(pulls).length === 0) return known.some((environment) => !isTakenBack(check(environment)));
  const cases = pulls.flatMap((pull) => pull.cases);
  if (cases.some(({ record }) => record !== undefined && isUnshown(record))) return true;
  const environments = cases.map(({ environment }) => environment);
  if (environments.some((environment) => check(environment)?.basis !== basis)) return true;
  const gone = commit.readable ? known.filter((environment) => !environments.includes(environment)) : [];
  return gone.some((environment) => !isClosed(check(environment)));
}

function isUnshown(record: PreviewFact): boolean {
  return isWorthShowing(record) && record.shownAt === undefined;
}

function isTakenBack(check: SeenCheck | undefined): boolean {
  return check === undefined || (check.conclusion === undefined && check.environment === undefined);
}

function isClosed(check: SeenCheck | undefined): boolean {
  return check === undefined || check.conclusion === 'neutral';
}

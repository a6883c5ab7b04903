import { type PullState, withSay } from './basis.ts';
import type { Case } from './judge.ts';
import { type PreviewFact, isWorthShowing } from './recorded.ts';

/** A check run of plumbline as GitHub has it. */
export interface SeenCheck {
  /** Absent while it is pending. */
  readonly conclusion?: string;
  /** Absent where the check was withdrawn. */
  readonly environment?: string;
  /** The hash of the inputs of its decision; absent: it has no verdict. */
  readonly basis?: string;
}

export interface SeenPull extends PullState {
  readonly cases: readonly Case[];
  /** Whether its plans hold on the default branch as it is now. */
  readonly stillPlanned: boolean;
}

/** The head commit of pull requests: plumbline's records of it, and the checks that GitHub has on show. */
export interface SeenCommit {
  /** Pull requests into the default branch, open or merged. */
  readonly pulls: readonly SeenPull[];
  /** The hash of the inputs as they are now. */
  readonly basis: string;
  /** Environments that may have a check on the commit. */
  readonly known: readonly string[];
  /** Whether the configuration in force can be read: only then the removed environments are known. */
  readonly readable: boolean;
  readonly check: (environment: string) => SeenCheck | undefined;
  /** The check of the commit's configuration. */
  readonly configuration?: SeenCheck;
}

export interface Missing {
  /** Pull requests to plan, and then decide. */
  readonly plan: readonly number[];
  /** Whether the recorded plans are to be decided and shown anew. */
  readonly decide: boolean;
}

/** The work left on a commit until GitHub shows the right checks and comments; none where all is right. */
export function missingOn(commit: SeenCommit): Missing {
  const open = commit.pulls.filter(({ state }) => state === 'open');
  const plan = open.filter((pull) => isToBePlanned(pull, commit)).map(({ number }) => number);
  return { plan, decide: plan.length === 0 && isToBeDecided(commit) };
}

/** A plan is missing, of an earlier version or may have changed with the branch, or the configuration's check still fails without a reason. */
function isToBePlanned({ cases, stillPlanned }: SeenPull, { configuration }: SeenCommit): boolean {
  const records = cases.flatMap(({ record }) => record ?? []);
  if (records.length < cases.length || records.length === 0) return true;
  if (!stillPlanned || records.some(isOutdated)) return true;
  return configuration?.conclusion === 'failure' && !records.some(isInvalid);
}

function isOutdated({ targets }: PreviewFact): boolean {
  return targets.some((target) => target.status === 'planned' && target.plan.outdated === true);
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

import { driftBranch, driftFile } from '../../core/drift/drift-file.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { DriftPullState, DriftPulls } from '../../ports/drift-pulls.ts';
import type { Commits, Mirror } from '../../ports/mirror.ts';
import type { DriftRecord, Proposed } from '../../ports/records/drift-records.ts';
import type { DriftView } from '../../report/github/drift-record.ts';
import { type DriftPull, driftPull } from '../../report/github/drift.ts';
import type { Base } from '../configuration/read-base.ts';
import { bringsNothingElse, bringsOnlyRecord, isOurHead } from './own-revert.ts';

export interface DriftSiteDeps {
  readonly driftPulls: Pick<DriftPulls, 'read' | 'find' | 'head'>;
  readonly mirror: Mirror;
}

/** A lasting drift with the current state of its pull request. */
export interface DriftSite {
  readonly drift: DriftRecord & { readonly plan: Plan };
  readonly base: Base;
  readonly view: DriftView;
  readonly words: DriftPull;
  readonly proposed: Proposed;
  readonly pull?: DriftPullState & { readonly number: number };
  readonly branch: Branch;
  /** Whether the default branch holds the record of this very drift. */
  readonly recorded: boolean;
}

export interface Branch {
  readonly state: 'free' | 'ours' | 'others';
  /** Absent: the branch does not exist. */
  readonly head?: string;
  /** The repository's copy that holds the branch; the base's copy where there is no branch. */
  readonly commits: Commits;
}

export async function readDriftSite(
  deps: DriftSiteDeps,
  drift: DriftSite['drift'],
  base: Base,
): Promise<DriftSite> {
  const proposed = drift.proposed ?? firstOf(drift.target);
  const pull = await readPull(deps, drift, proposed);
  const branch = await readBranch(deps, drift, proposed, base);
  const view = { ...drift, since: new Date(drift.since).toISOString() };
  const tip = await base.commits.source(base.tip);
  const recorded = (await tip.file(driftFile(drift.target))) === driftPull(view).file;
  const byOthers = recorded && pull !== undefined && pull.state !== 'merged';
  const words = driftPull({ ...view, recorded: byOthers });
  return { drift, base, view, words, proposed, ...(pull && { pull }), branch, recorded };
}

function firstOf(target: string): Proposed {
  return { branch: driftBranch(target), number: 1 };
}

/** The recorded drift pull request, or the branch's open one, where the process ended before recording its number. */
export async function readPull(
  { driftPulls }: Pick<DriftSiteDeps, 'driftPulls'>,
  { repository }: DriftRecord,
  proposed: Proposed,
): Promise<DriftSite['pull']> {
  const begun = proposed.heads !== undefined && proposed.heads.length > 0;
  const number = proposed.pull ?? (begun ? await driftPulls.find(repository, proposed.branch) : undefined);
  if (number === undefined) return undefined;
  const state = await driftPulls.read({ repository, number });
  return state && { ...state, number };
}

/** The state of the branch; the head's id identifies all of its contents. */
export async function readBranch(
  { driftPulls, mirror }: DriftSiteDeps,
  { repository, target }: DriftRecord,
  { branch, heads, pull }: Proposed,
  base: Base,
): Promise<Branch> {
  if ((await driftPulls.head(repository, branch)) === undefined)
    return { state: 'free', commits: base.commits };
  const commits = await mirror.fetch(repository, { branches: [base.branch, branch] });
  const head = commits.branch(branch);
  const ours =
    // A merged branch can be built upon: nothing is lost.
    (await commits.contains(base.tip, head)) ||
    (heads === undefined
      ? pull !== undefined && (await bringsOnlyRecord(commits, base.tip, head, target))
      : (await isOurHead(commits, head, heads)) &&
        (await bringsNothingElse(commits, base.tip, head, target)));
  return { state: ours ? 'ours' : 'others', head, commits };
}

import { basisOfNow } from '../core/gate/basis.ts';
import { casesOf } from '../core/gate/judge.ts';
import { type SeenCheck, type SeenCommit, missingOn } from '../core/gate/missing.ts';
import { type RepositoryRef, refKey } from '../core/refs.ts';
import type { Checks, OwnCheck } from '../ports/checks.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { PullList, PullRequest } from '../ports/pulls.ts';
import type { PreviewRecords, RecordedPreview } from '../ports/records/preview-records.ts';
import { CONFIGURATION_CHECK, checkName } from '../report/github/check.ts';
import { isReadable, readableConfigOf } from './configuration/configuration-in-force.ts';
import type { Base } from './configuration/read-base.ts';
import { decideLater } from './decide/decide-pull.ts';
import { type BasisDeps, readBasis } from './decide/read-basis.ts';
import { type StillPlannedDeps, isStillPlanned } from './preview/still-planned.ts';

export type MakeUpDeps = StillPlannedDeps &
  BasisDeps & {
    readonly checks: Pick<Checks, 'list'>;
    readonly previews: Pick<PreviewRecords, 'standing' | 'left'>;
    readonly jobs: Pick<Jobs, 'enqueue'>;
  };

interface Here extends PullList {
  readonly repository: RepositoryRef;
  /** The merged pull requests that are not deployed. */
  readonly unsynced: readonly PullRequest[];
}

/**
 * Compares the checks at GitHub with the ones that should be there, with one request for each head. The comment is
 * written before the check gets its verdict, so the check tells of both.
 */
export async function makeUp(deps: MakeUpDeps, base: Base, here: Here): Promise<void> {
  const { repository, open, merged, unsynced } = here;
  const pulls = [...open, ...unsynced];
  const heads = new Set(pulls.map(({ head }) => head.sha));
  for (const commit of heads) {
    const own = pulls.filter(({ head }) => head.sha === commit);
    await compare(deps, repository, base, { commit, pulls: own });
  }
  // A merged and deployed pull request is decided no more.
  const done = merged.map(({ head }) => head.sha).filter((head) => !heads.has(head));
  await deps.previews.left(repository.id, done);
  for (const commit of await deps.previews.standing(repository.id))
    if (!heads.has(commit)) await decideLater(deps.jobs, repository, commit);
}

interface Head {
  readonly commit: string;
  readonly pulls: readonly PullRequest[];
}

async function compare(deps: MakeUpDeps, repository: RepositoryRef, base: Base, head: Head): Promise<void> {
  const { commit, pulls } = head;
  const records = await deps.previews.ofHeads(repository.id, [commit]);
  const here = pulls.filter((pull) => pull.base.branch === base.branch);
  // A commit without records and pull requests has no checks to compare.
  if (records.length === 0 && here.length === 0) return;
  const basis = basisOfNow(await readBasis(deps, { repository, commit }, here, base));
  const checks = await deps.checks.list(repository, commit);
  const missing = missingOn(await seen(deps, base, { commit, pulls: here, records, basis, checks }));
  for (const number of missing.plan)
    await deps.jobs.enqueue('preview', { repository, number }, { key: refKey({ repository, number }) });
  // Decided by pull request, so that the comment of a retargeted one is corrected too.
  for (const { number } of missing.decide ? pulls : [])
    await deps.jobs.enqueue('decide', { repository, number }, { key: refKey({ repository, number }) });
}

interface Found extends Head {
  readonly records: readonly RecordedPreview[];
  readonly basis: string;
  readonly checks: readonly OwnCheck[];
}

async function seen(
  deps: StillPlannedDeps,
  base: Base,
  { commit, pulls, records, basis, checks }: Found,
): Promise<SeenCommit> {
  const { configuration } = deps;
  const { tip, inForce: record } = base;
  const inForce = readableConfigOf(configuration, record);
  const named = (name: string) => seenCheck(checks.find((check) => check.name === name));
  // On the branch's tip the check of this name is the branch's own.
  const proposed = commit === tip ? undefined : named(CONFIGURATION_CHECK);
  return {
    basis,
    pulls: await Promise.all(
      pulls.map(async (pull) => {
        const previews = records.filter((each) => each.pull === pull.number);
        const cases = casesOf({ head: commit, previews }, { inForce });
        const planned = cases.flatMap((each) => each.record ?? []);
        const isOfTip = planned.every((each) => each.base === tip);
        const stillPlanned = isOfTip || (await isStillPlanned(deps, base, pull, previews));
        return { ...pull, cases, stillPlanned };
      }),
    ),
    known: [...new Set(records.map(({ environment }) => environment))],
    readable: isReadable(configuration, record),
    check: (environment) => named(checkName(environment)),
    ...(proposed !== undefined && { configuration: proposed }),
  };
}

function seenCheck(check: OwnCheck | undefined): SeenCheck | undefined {
  if (check === undefined) return undefined;
  const { conclusion, reference: { environment, basis } = {} } = check;
  return {
    ...(conclusion !== undefined && { conclusion }),
    ...(environment !== undefined && { environment }),
    ...(basis !== undefined && { basis }),
  };
}

import { driftBranch } from '../../core/drift/drift-file.ts';
import { nextDriftStep } from '../../core/drift/step.ts';
import { OpsError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DriftPulls } from '../../ports/drift-pulls.ts';
import type { DriftRecord, DriftRecords, Proposed } from '../../ports/records/drift-records.ts';
import { driftBody, driftForeign, driftGone, driftLeft } from '../../report/github/drift.ts';
import { ownPart } from '../../report/github/own-part.ts';
import type { Base } from '../configuration/read-base.ts';
import { commitRecord } from './commit-record.ts';
import { describe } from './describe-drift.ts';
import { type DriftSite, type DriftSiteDeps, readBranch, readDriftSite, readPull } from './drift-site.ts';

export interface RevertDeps extends DriftSiteDeps {
  readonly driftPulls: DriftPulls;
  readonly drifts: Pick<DriftRecords, 'save'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Time until a pull request closed unmerged is proposed again. */
export interface Again {
  /** As in the configuration: `24h`. */
  readonly text: string;
  readonly milliseconds: number;
}

/**
 * Opens or updates the one pull request whose merge reverts the drift. People's commits and words stay, and closing it
 * is an answer.
 * @returns the time of the next look, in milliseconds since the epoch; undefined: at the next event
 */
export async function proposeRevert(
  deps: RevertDeps,
  drift: DriftSite['drift'],
  base: Base,
  again?: Again,
): Promise<number | undefined> {
  const site = await readDriftSite(deps, drift, base);
  const { pull, branch, recorded, proposed } = site;
  const step = nextDriftStep({
    ...(pull && { pull }),
    branch: branch.state,
    recorded,
    same: proposed.plan === drift.plan.fingerprint,
    ...(again && { again: again.milliseconds }),
    now: deps.clock.now(),
  });
  if (step.do === 'leave') return leave(deps, site, step.until);
  if (step.do === 'propose') await propose(deps, site, again);
  if (step.do === 'beside') await proposeBeside(deps, site, again);
  return undefined;
}

async function leave(deps: RevertDeps, site: DriftSite, until?: number): Promise<number | undefined> {
  const end = until === undefined ? undefined : new Date(until).toISOString();
  await describe(deps, site, { content: driftLeft(site.view, end) });
  return until;
}

async function propose(deps: RevertDeps, site: DriftSite, again?: Again): Promise<void> {
  const { drift, base, words } = site;
  const { repository } = drift;
  const proposed = await commitRecord(deps, site);
  const content = driftBody(site.view, again?.text);
  if (site.pull?.state === 'open') return describe(deps, site, { content, title: words.title });
  const { branch } = proposed;
  const { title } = words;
  const pull =
    (await deps.driftPulls.find(repository, branch)) ??
    (await deps.driftPulls.open(repository, { branch, base: base.branch, title, body: ownPart(content) }));
  await deps.drifts.save({ ...drift, proposed: { ...proposed, pull } });
}

/** Proposes on another branch; the old one keeps other people's commits, and its pull request says so. */
async function proposeBeside(deps: RevertDeps, site: DriftSite, again?: Again): Promise<void> {
  const { drift, words, branch, proposed } = site;
  const fresh = await freeBranch(deps, drift, proposed.number + 1);
  const content = driftForeign(drift.target, branch.head ?? '', fresh.number);
  if (site.pull?.state === 'open') await describe(deps, site, { content, title: words.foreignTitle });
  await deps.drifts.save({ ...drift, proposed: fresh });
  const { pull: _theirs, ...rest } = site;
  const free = { state: 'free', commits: site.base.commits } as const;
  await propose(deps, { ...rest, proposed: fresh, branch: free }, again);
}

/** More branches beside each other exist only if somebody makes them on purpose. */
const MOST = 20;

async function freeBranch(
  { driftPulls }: Pick<RevertDeps, 'driftPulls'>,
  drift: DriftRecord,
  from: number,
): Promise<Proposed> {
  for (let number = from; number <= MOST; number += 1) {
    const branch = driftBranch(drift.target, number);
    if ((await driftPulls.head(drift.repository, branch)) === undefined) return { branch, number, heads: [] };
  }
  throw new OpsError({
    code: 'ambiguous',
    subject: `${drift.repository.name}, branch ${driftBranch(drift.target)}`,
    message: `${MOST} branches of this name hold what others wrote. Delete those that nobody needs.`,
  });
}

/** Live agrees with Git again: closes the pull request and removes its branch, unless others have commits on it. */
export async function closeRevert(
  deps: Pick<RevertDeps, 'driftPulls' | 'mirror'>,
  drift: DriftRecord,
  base: Base,
): Promise<void> {
  const { proposed, repository } = drift;
  if (proposed === undefined) return;
  const pull = await readPull(deps, drift, proposed);
  const branch = await readBranch(deps, drift, proposed, base);
  if (branch.state === 'others') return;
  if (pull?.state === 'open')
    await deps.driftPulls.close({ repository, number: pull.number }, driftGone(drift));
  if (branch.state === 'ours') await deps.driftPulls.removeBranch(repository, proposed.branch);
}

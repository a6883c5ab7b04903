import { driftFile } from '../../core/drift/drift-file.ts';
import { OpsError } from '../../core/errors.ts';
import type { DriftPulls } from '../../ports/drift-pulls.ts';
import type { DriftRecords, Proposed } from '../../ports/records/drift-records.ts';
import type { Branch, DriftSite } from './drift-site.ts';

interface CommitDeps {
  readonly driftPulls: Pick<DriftPulls, 'commit' | 'move' | 'head'>;
  readonly drifts: Pick<DriftRecords, 'save'>;
}

/** The number of plumbline's own commits on a branch to remember. */
const KNOWN = 5;

/** Commits the record of the drift to the branch, and nothing else. The branch only ever moves forwards. */
export async function commitRecord(deps: CommitDeps, site: DriftSite): Promise<Proposed> {
  const { drift, base, words, branch } = site;
  const known = { ...site.proposed, plan: drift.plan.fingerprint };
  const { repository } = drift;
  if (await isUpToDate(site)) {
    const proposed = known.heads === undefined && branch.head ? { ...known, heads: [branch.head] } : known;
    await deps.drifts.save({ ...drift, proposed });
    return proposed;
  }
  const file = { path: driftFile(drift.target), text: words.file };
  const parents = await parentsOf(site);
  const { message } = words;
  const commit = await deps.driftPulls.commit(repository, { base: base.tip, parents, file, message });
  const heads = [...(known.heads ?? (branch.head ? [branch.head] : [])), commit].slice(-KNOWN);
  const proposed = { ...known, heads };
  // Saved before the commit can be seen: an unknown commit counts as somebody else's.
  await deps.drifts.save({ ...drift, proposed });
  await moveBranch(deps, site, commit);
  return proposed;
}

/** A new tip of the default branch needs no new commit, unless the record no longer merges with it. */
async function isUpToDate({ drift, base, words, branch, pull }: DriftSite): Promise<boolean> {
  const { head, commits } = branch;
  if (head === undefined || pull?.state === 'merged' || (await commits.contains(base.tip, head)))
    return false;
  const source = await commits.source(head);
  if ((await source.file(driftFile(drift.target))) !== words.file) return false;
  return merges(branch, base.tip, head);
}

async function merges({ commits }: Branch, tip: string, head: string): Promise<boolean> {
  try {
    await commits.propose(tip, head);
    return true;
  } catch (error) {
    if (error instanceof OpsError && error.code === 'conflict') return false;
    throw error;
  }
}

async function parentsOf({ base, branch: { head, commits } }: DriftSite): Promise<string[]> {
  if (head === undefined || (await commits.contains(base.tip, head))) return [base.tip];
  return (await commits.contains(head, base.tip)) ? [head] : [head, base.tip];
}

async function moveBranch({ driftPulls }: CommitDeps, site: DriftSite, commit: string): Promise<void> {
  const { repository } = site.drift;
  const { branch: name } = site.proposed;
  const { head } = site.branch;
  try {
    await driftPulls.move(repository, name, { commit, exists: head !== undefined });
  } catch (error) {
    if ((await driftPulls.head(repository, name)) === head) throw error;
    throw new OpsError({
      code: 'conflict',
      subject: `${repository.name}, branch ${name}`,
      message: 'somebody pushed to it meanwhile, and that stays. It is looked at again.',
      retryable: true,
      cause: error,
    });
  }
}

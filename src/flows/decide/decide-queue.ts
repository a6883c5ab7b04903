import type { Checks } from '../../ports/checks.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { SyncRecords } from '../../ports/records/sync-records.ts';
import { checkName } from '../../report/github/check.ts';
import { entryOutput } from '../../report/github/queue-entry.ts';
import { type StillDeps, stillToDeploy } from '../deploy/still-to-deploy.ts';
import { type Before, type EntryCase, type JudgeEntryDeps, judgeEntry } from './judge-entry.ts';
import { type Entry, type Queue, type QueueDeps, readQueue } from './read-queue.ts';

export type DecideQueueDeps = QueueDeps &
  JudgeEntryDeps &
  StillDeps & {
    readonly syncs: Pick<SyncRecords, 'unfinished'>;
    readonly checks: Pick<Checks, 'publish'>;
  };

/**
 * Decides every entry of the merge queue into the default branch, in checks on the entry's commit. Each entry is judged
 * after those ahead of it, since it is merged and deployed after them: a green entry holds only approved changes.
 */
export async function decideQueue(deps: DecideQueueDeps, { repository }: JobData['queue']): Promise<void> {
  const queue = await readQueue(deps, repository);
  if (queue === undefined) return;
  const { base } = queue;
  const busy = await busyTargets(deps, repository, base);
  await decideAfter(deps, queue, base.tip, { ahead: [], busy });
}

/** Decides the entries on top of a commit: usually one, or more where an outdated entry is still there. */
async function decideAfter(
  deps: DecideQueueDeps,
  queue: Queue,
  parent: string,
  before: Before,
): Promise<void> {
  for (const entry of queue.entries.filter((each) => each.parent === parent && each.commit !== parent)) {
    const cases = await judgeEntry(deps, queue, entry, before);
    for (const each of cases) await show(deps, queue, entry, each);
    const ahead = [...before.ahead, { pull: entry.pull.number, cases }];
    await decideAfter(deps, queue, entry.commit, { ...before, ahead });
  }
}

/** A pending decision does not replace an existing check: only a refusal takes back a pass. */
async function show(
  { checks }: DecideQueueDeps,
  { base }: Queue,
  { pull, commit }: Entry,
  { environment, decision }: EntryCase,
): Promise<void> {
  const output = entryOutput(decision, { pull: pull.number, branch: base.branch });
  const check = { name: checkName(environment), reference: { pull: pull.number, environment }, ...output };
  const ifNone = decision.verdict === 'pending';
  await checks.publish(pull.repository, commit, check, { ifNone });
}

async function busyTargets(
  deps: DecideQueueDeps,
  repository: JobData['queue']['repository'],
  base: Queue['base'],
): Promise<readonly string[]> {
  const running = (await deps.syncs.unfinished()).filter((sync) => sync.repository.id === repository.id);
  const still = await stillToDeploy(deps, repository, base.tip, base);
  return [...running.map(({ target }) => target), ...(still?.targets ?? [])];
}

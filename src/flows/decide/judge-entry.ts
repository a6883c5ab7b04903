import { OpsError } from '../../core/errors.ts';
import type { Decision } from '../../core/gate/decision.ts';
import { passedRecord } from '../../core/gate/judge.ts';
import { decideEntry } from '../../core/gate/queue-entry.ts';
import type { RecordedPreview } from '../../ports/records/preview-records.ts';
import { type JudgeDeps, type Judged, judgePull } from './judge-pull.ts';
import { type LetInDeps, isLetIn } from './let-in.ts';
import { type PlanEntryDeps, type PlannedEntry, planEntry } from './plan-entry.ts';
import { type HeadDeps, pullsOfHead } from './pulls-of-head.ts';
import type { Entry, Queue } from './read-queue.ts';
import { refuseMoved } from './refuse-moved.ts';

export type JudgeEntryDeps = JudgeDeps & PlanEntryDeps & LetInDeps & HeadDeps;

/** An entry, decided in one environment. */
export interface EntryCase {
  readonly environment: string;
  readonly decision: Decision;
  /** The plan of its pull request that passed the gate. */
  readonly approved?: RecordedPreview;
  /** Whether the entry changes the environment's configuration. */
  readonly configures: boolean;
}

/** The entries and syncs before an entry. */
export interface Before {
  /** The entries ahead, in the order in which they are merged. */
  readonly ahead: readonly { readonly pull: number; readonly cases: readonly EntryCase[] }[];
  /** Targets with a sync that has not ended or begun yet. */
  readonly busy: readonly string[];
}

/** Decides an entry in every environment of its pull request. */
export async function judgeEntry(
  deps: JudgeEntryDeps,
  { base }: Pick<Queue, 'base'>,
  entry: Entry,
  before: Before,
): Promise<readonly EntryCase[]> {
  const judged = await judgePull(deps, entry.pull, base);
  const problem = await problemOf(deps, base, entry);
  if (problem !== undefined) return judged.map((each) => refused(each, problem));
  const previews = await deps.previews.ofPull(entry.pull);
  const passed = judged.map((each) => passedRecord(each, previews)?.record);
  // Without an approved plan in any environment nothing is planned.
  const isOpen = passed.some((record) => record !== undefined);
  const planned = isOpen ? await planEntry(deps, base, entry) : [];
  if (planned instanceof OpsError) return judged.map((each) => refused(each, planned.message));
  const names = new Set([...judged, ...planned].map(({ environment }) => environment));
  return [...names].map((environment) => {
    const at = judged.findIndex((each) => each.environment === environment);
    return decided({ environment, judged: judged[at], approved: passed[at] }, planned, before);
  });
}

/** Why an entry is refused, for people: it is no merge of its head, its fork is not let in, or its commit is shared. */
async function problemOf(
  deps: JudgeEntryDeps,
  base: Queue['base'],
  { pull, parent, commit }: Entry,
): Promise<string | undefined> {
  const { number, repository, head } = pull;
  refuseMoved(pull, base);
  if (!(await base.commits.isMergeOf(commit, parent, head.sha)))
    return `Its commit is not what merging the head of #${number} into ${parent.slice(0, 7)} gives. Take it out of the queue, and queue it again.`;
  if (!(await isLetIn(deps, pull)))
    return `It comes from a fork, and nobody who may write here has let its head in. Say \`/plumb ok ${head.sha.slice(0, 12)}\` in #${number}, and queue it again.`;
  // Checks are of commits: an open pull request with this commit as its head would pass by the same check.
  for (const other of await pullsOfHead(deps, repository, commit, base.branch)) {
    // A fork that nobody let in does not count here either, or anybody could block a release.
    if (other.state !== 'open' || !(await isLetIn(deps, other))) continue;
    return `#${other.number} proposes this very commit, and its check would let that one pass. Close #${other.number}, and queue this one again.`;
  }
  return undefined;
}

function refused({ environment }: Pick<Judged, 'environment'>, reason: string): EntryCase {
  const decision = { verdict: 'blocked', rule: environment, reason, children: [] } as const;
  return { environment, decision, configures: false };
}

interface Asked {
  readonly environment: string;
  readonly judged: Judged | undefined;
  readonly approved: RecordedPreview | undefined;
}

const UNSEEN: Decision = {
  verdict: 'blocked',
  rule: 'approvals',
  reason: 'Its plan was never shown.',
  children: [],
};

function decided(
  { environment, judged, approved }: Asked,
  planned: readonly PlannedEntry[],
  { ahead, busy }: Before,
): EntryCase {
  const { targets = [], configuration } = planned.find((each) => each.environment === environment) ?? {};
  const configuring = (cases: readonly EntryCase[]) => cases.some(({ configures }) => configures);
  const decision = decideEntry({
    environment,
    gate: judged?.decision ?? UNSEEN,
    ...(approved !== undefined && { approved }),
    targets,
    ...(configuration !== undefined && { configuration }),
    configures: planned.some((each) => each.configuration !== undefined),
    ahead: ahead.flatMap(({ pull, cases }) => aheadIn(environment, pull, cases)),
    configuredAhead: ahead.filter(({ cases }) => configuring(cases)).map(({ pull }) => pull),
    busy,
  });
  const more = { ...(approved !== undefined && { approved }), configures: configuration !== undefined };
  return { environment, decision, ...more };
}

function aheadIn(environment: string, pull: number, cases: readonly EntryCase[]) {
  const own = cases.find((each) => each.environment === environment);
  if (own === undefined) return [];
  const { decision, approved, configures } = own;
  const waits = decision.verdict === 'blocked' || decision.verdict === 'pending';
  const plans = (approved?.targets ?? []).flatMap((each) => (each.status === 'planned' ? [each.plan] : []));
  return [{ pull, waits, configuration: configures, plans }];
}

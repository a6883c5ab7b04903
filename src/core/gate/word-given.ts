import type { Gate } from '../target/environment.ts';
import { approvalCounts } from './approval-counts.ts';
import { approvalsOf, isSame, objectionsOf } from './approvals.ts';
import type { CommentFact, GateFacts } from './facts.ts';
import type { Judged } from './judge.ts';
import { type Recorded, approvalIn } from './recorded.ts';

/** The effect of one `/plumb approve`, as the gate judges it now. */
export interface WordGiven {
  /** It approves the plan to be deployed in at least one environment. */
  readonly counts: boolean;
  /** A line for people per environment: why the approval does not count, or is not enough. */
  readonly remarks: readonly { readonly environment: string; readonly reason: string }[];
}

type Said = Recorded['comments'][number];

/** The gate's facts and decision for one environment. */
type Case = Pick<Judged, 'environment' | 'facts' | 'gates' | 'decision'>;

/** Whether an approval counts in one environment; `idle`: nothing is to be approved there. */
interface Word {
  readonly environment: string;
  readonly status: 'counts' | 'idle' | 'not';
  readonly reason?: string;
}

/** Whether a comment's approval counts, by the gate's own rules. */
export function wordGiven(comment: Said, judged: readonly Case[]): WordGiven {
  const all = judged.flatMap((each) =>
    approvalIn(comment, each.environment).map((word) => wordIn(each, word)),
  );
  const heard = all.filter(({ status }) => status !== 'idle');
  const told = heard.length > 0 ? heard : all;
  return {
    counts: all.some(({ status }) => status === 'counts'),
    remarks: told.flatMap(({ environment, reason }) => (reason === undefined ? [] : { environment, reason })),
  };
}

function wordIn({ environment, facts, gates, decision }: Case, word: CommentFact): Word {
  const { current } = facts;
  if (current === undefined)
    return {
      environment,
      status: 'not',
      reason: 'The plan of this commit is being made. Approve it once it is on show.',
    };
  if (current.held === true || current.fingerprint === undefined)
    return { environment, status: 'not', reason: decision.reason };
  const asking = gates.filter(({ approvals }) => approvals > 0);
  if (!current.different) return { environment, status: 'idle', reason: decision.reason };
  if (asking.length === 0) return { environment, status: 'idle', reason: 'No approval is asked for.' };
  return { environment, ...wordOn(facts, asking, current.fingerprint, word) };
}

/** @param plan the fingerprint of the plan to be deployed */
function wordOn(
  facts: GateFacts,
  gates: readonly Gate[],
  plan: string,
  word: CommentFact,
): Pick<Word, 'status' | 'reason'> {
  // Only the facts that could take the approval back are kept beside it.
  const reviews = facts.reviews.filter(({ state }) => state !== 'APPROVED');
  const [approval] = approvalsOf({ ...facts, reviews, comments: [word], buttons: [] });
  if (approval === undefined) throw new Error(`The comment of ${word.user} is no approval.`);
  const decisions = gates.map((gate) => approvalCounts(facts, approval, plan, gate));
  const refused = decisions.filter(({ verdict }) => verdict !== 'approved').map(({ reason }) => reason);
  if (refused.length < decisions.length) return counted(facts, gates, plan, word, refused);
  return { status: 'not', reason: oneLine(refused) };
}

function counted(
  facts: GateFacts,
  gates: readonly Gate[],
  plan: string,
  { user, createdAt }: CommentFact,
  refused: readonly string[],
): Pick<Word, 'status' | 'reason'> {
  // A person may comment twice within a second: the last of these is taken as the comment itself.
  const own = facts.comments.findLastIndex((each) => each.createdAt === createdAt && isSame(each.user, user));
  const others = approvalsOf({ ...facts, comments: facts.comments.filter((_, at) => at !== own) });
  const before = others.filter((each) => each.at <= createdAt && isSame(each.user, user));
  const isKnown = before.some((each) =>
    gates.some((gate) => approvalCounts(facts, each, plan, gate).verdict === 'approved'),
  );
  const remarks = [
    ...refused,
    ...(isKnown ? [`@${user} had approved this plan already: it counts once.`] : []),
    ...(objectionsOf(facts).some((other) => isSame(other, user))
      ? [
          `It counts, but the review by @${user} still asks for changes: approve with a review, or dismiss it.`,
        ]
      : []),
  ];
  return { status: 'counts', ...(remarks.length > 0 && { reason: oneLine(remarks) }) };
}

/** One reason once, even if several gates give it. */
function oneLine(reasons: readonly string[]): string {
  return [...new Set(reasons)].join(' ');
}

import { OpsError, isForGood } from '../../core/errors.ts';
import { isWorthShowing } from '../../core/gate/recorded.ts';
import type { Say } from '../../core/gate/strictest.ts';
import type { CheckReference, CheckReport, Checks } from '../../ports/checks.ts';
import type { Conversation } from '../../ports/conversation.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { PullRequest, Pulls } from '../../ports/pulls.ts';
import type { PreviewRecords } from '../../ports/records/preview-records.ts';
import { beingShown, checkName, checkOutput, diffLimit, diffPages } from '../../report/github/check.ts';
import { type EnvironmentReport, pullComment } from '../../report/github/pull-comment.ts';
import { PREVIEW_MARKER } from '../../report/markdown/markdown.ts';
import type { Judged } from './judge-pull.ts';

/** A pull request of the commit, judged in one environment. */
export interface Case extends Say, Judged {
  readonly pull: PullRequest;
}

export interface ShowDeps {
  readonly checks: Pick<Checks, 'publish'>;
  readonly conversation: Pick<Conversation, 'keep'>;
  readonly previews: Pick<PreviewRecords, 'sent' | 'shown'>;
  readonly pulls: Pick<Pulls, 'read'>;
}

type Commit = JobData['decide-commit'];

export interface Shown {
  readonly pulls: readonly PullRequest[];
  readonly cases: readonly Case[];
  /** For each environment the case whose verdict is in its check. */
  readonly said: readonly Case[];
  /** The hash of the decisions' inputs. */
  readonly basis: string;
}

/**
 * Shows the decisions: first the checks, without a verdict for plans not on show yet, then the comments; then the plans
 * are on show, and the checks get verdict and button. The times are GitHub's own.
 * @returns whether a plan was put on show
 */
export async function showCommit(
  deps: ShowDeps,
  commit: Commit,
  { pulls, cases, said, basis }: Shown,
): Promise<boolean> {
  await markSent(deps, cases);
  const unshown = said.filter((each) => isToBeShown(each) && !each.shown);
  const checked = new Map<Case, number>();
  for (const each of unshown)
    checked.set(each, await publish(deps, commit, each, beingShown(reportOf(each))));
  const comments = new Map<number, Written>();
  for (const pull of pulls) comments.set(pull.number, await comment(deps, pull, cases));
  for (const each of said) {
    const { at, refused } = comments.get(each.pull.number) ?? {};
    const isNew = unshown.includes(each);
    // Where GitHub refuses the comment for good, the check carries its text.
    const inCheck =
      isNew && refused !== undefined
        ? await publish(deps, commit, each, beingShown(reportOf(each), refused))
        : checked.get(each);
    const shownAt = isNew ? Math.max(at ?? 0, inCheck ?? 0) : each.record?.shownAt;
    if (isNew && each.record !== undefined && shownAt !== undefined)
      await deps.previews.shown([each.record.id], shownAt);
    await publish(deps, commit, each, checkOutput(reportOf(each), refused), {
      basis,
      ...(shownAt !== undefined && { shownAt }),
    });
  }
  return unshown.length > 0;
}

export function isToBeShown({ record }: Case): boolean {
  return record !== undefined && isWorthShowing(record);
}

/** Records the time from which a plan may have been seen, whether or not GitHub's answer arrives. */
async function markSent({ previews }: ShowDeps, cases: readonly Case[]): Promise<void> {
  for (const each of cases) {
    const { record, pull } = each;
    if (record !== undefined && record.sentAt === undefined && isToBeShown(each))
      await previews.sent([record.id], pull.readAt);
  }
}

/** @returns GitHub's time after it accepted the check */
async function publish(
  { checks }: ShowDeps,
  { repository, commit }: Commit,
  { environment, record, pull, shown }: Case,
  output: Omit<CheckReport, 'name' | 'reference'>,
  verdict?: Pick<CheckReference, 'basis' | 'shownAt'>,
): Promise<number> {
  // The pages of the diff are published before the verdict.
  const pages =
    record === undefined || shown || verdict !== undefined
      ? []
      : diffPages(environment, record.targets, diffLimit(record.configuration));
  for (const page of pages) {
    const check = { ...page, reference: { pull: pull.number }, conclusion: 'neutral' as const };
    await checks.publish(repository, commit, check);
  }
  const fingerprint = record?.fingerprint;
  const reference = {
    pull: pull.number,
    environment,
    ...(fingerprint !== undefined && { fingerprint }),
    ...verdict,
  };
  return (
    (await checks.publish(repository, commit, { name: checkName(environment), reference, ...output })) ?? 0
  );
}

interface Written {
  /** GitHub's time after it accepted the comment; absent: there is none. */
  readonly at?: number;
  /** Why GitHub refuses it for good. */
  readonly refused?: string;
}

async function comment(deps: ShowDeps, pull: PullRequest, cases: readonly Case[]): Promise<Written> {
  const own = cases.filter((each) => each.pull.number === pull.number);
  // Where there is nothing to show, only an existing comment is updated.
  const ifThere = !own.some(isToBeShown);
  try {
    const at = await deps.conversation.keep(pull, PREVIEW_MARKER, pullComment(own.map(reportOf)), {
      ifThere,
      before: () => refuseMoved(deps, pull),
    });
    return at === undefined ? {} : { at };
  } catch (error) {
    if (!isForGood(error)) throw error;
    return { refused: error.message };
  }
}

/** Refuses to write a delayed comment over that of a later push. */
async function refuseMoved({ pulls }: ShowDeps, pull: PullRequest): Promise<void> {
  const { head, base } = await pulls.read(pull);
  if (head.sha === pull.head.sha && base.branch === pull.base.branch) return;
  throw new OpsError({
    code: 'conflict',
    subject: `${pull.repository.name}#${pull.number}`,
    message: 'its head or base moved before its comment was written. It is looked at again.',
    retryable: true,
  });
}

function reportOf({ environment, decision, record }: Case): EnvironmentReport {
  const { fingerprint, configuration, held } = record ?? {};
  return {
    environment,
    decision,
    targets: record?.targets ?? [],
    ...(fingerprint !== undefined && { fingerprint }),
    ...(configuration !== undefined && { configuration }),
    ...(held === true && { held }),
  };
}

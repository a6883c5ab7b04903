import { parseCommand } from '../../core/command.ts';
import type { Comment } from '../../ports/conversation.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { PreviewRecords, RecordedPreview } from '../../ports/records/preview-records.ts';
import type { Reviewers } from '../../ports/reviewers.ts';

export interface SiblingsDeps {
  readonly previews: Pick<PreviewRecords, 'ofHeads'>;
  readonly reviewers: Pick<Reviewers, 'commits' | 'pushes'>;
}

/** Plans of other pull requests that stood in the check of a commit while it was this one's head. */
export async function readSiblings(
  deps: SiblingsDeps,
  pull: PullRequest,
  {
    previews,
    comments,
  }: { readonly previews: readonly RecordedPreview[]; readonly comments: readonly Comment[] },
): Promise<readonly RecordedPreview[]> {
  const planned = [...new Set(previews.map(({ head }) => head))];
  // Such a word is of whatever stood in the check, also on a commit that was never planned for this pull request.
  const others = comments.some(approvesWithoutId) ? await passedBy(deps, pull, planned) : [];
  const plans = await deps.previews.ofHeads(pull.repository.id, [...planned, ...others]);
  return plans.filter(({ pull: number }) => number !== pull.number);
}

function approvesWithoutId({ body }: Comment): boolean {
  const command = parseCommand(body);
  return command?.name === 'approve' && command.plan === undefined;
}

/** Heads since the first one that was planned; of a fork GitHub does not show them, its commits are all that can be one. */
async function passedBy(
  { reviewers }: SiblingsDeps,
  pull: PullRequest,
  planned: readonly string[],
): Promise<readonly string[]> {
  if (pull.head.fork) return (await reviewers.commits(pull)).listed.map(({ sha }) => sha);
  const heads = (await reviewers.pushes(pull.repository, pull.head.branch)).map(({ after }) => after);
  const first = heads.findLastIndex((head) => planned.includes(head));
  return first < 0 ? heads : heads.slice(0, first);
}

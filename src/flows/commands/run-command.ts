import { addressed } from '../../core/addressed.ts';
import { mayWrite } from '../../core/gate/facts.ts';
import { refKey } from '../../core/refs.ts';
import type { Comment, Conversation } from '../../ports/conversation.ts';
import type { JobContext, JobData } from '../../ports/jobs.ts';
import type { AnswerRecords } from '../../ports/records/answer-records.ts';
import { editedReply, nearMissReply } from '../../report/github/replies.ts';
import { follow } from './follow-command.ts';
import type { FollowDeps, Followed } from './followed.ts';

export type CommandDeps = FollowDeps & {
  readonly conversation: Pick<Conversation, 'comment' | 'react'>;
  readonly answers: Pick<AnswerRecords, 'save'>;
};

/**
 * Follows a comment that is a command, if its author may write, and answers it. People who may not write here never get
 * an answer, or anybody could make plumbline write without end.
 */
export async function runCommand(
  deps: CommandDeps,
  job: JobData['command'],
  context: Pick<JobContext, 'last'>,
): Promise<void> {
  const comment = await deps.conversation.comment(job, job.comment);
  if (comment === undefined || comment.author.type !== 'User') return;
  const found = addressed(comment.body);
  if (found === undefined) return;
  const may = mayWrite(await deps.reviewers.permission(job.repository, comment.author.login));
  const answer = (line: string) => answerLater(deps, job, comment, found.said, line);
  // The edited text may be another person's.
  const isEdited = job.edited === true || comment.updatedAt !== comment.createdAt;
  if (isEdited) return may ? answer(editedReply()) : undefined;
  if (found.kind === 'near' && !may) return;
  const { followed, line } = !may
    ? NOT_FOLLOWED
    : found.kind === 'near'
      ? { followed: false, line: nearMissReply(found.why) }
      : await follow(deps, { ...job, command: found.command, said: comment }, context);
  await deps.conversation.react(job, comment.id, followed ? '+1' : '-1');
  if (line !== undefined) await answer(line);
}

const NOT_FOLLOWED: Followed = { followed: false };

/** One comment shows all answers; the last job to run writes it. */
async function answerLater(
  { answers, jobs }: Pick<CommandDeps, 'answers' | 'jobs'>,
  { repository, number }: JobData['command'],
  { id: comment, author, createdAt: at }: Comment,
  said: string,
  answer: string,
): Promise<void> {
  const record = { repository: repository.id, pull: number, comment, author: author.login, said, answer, at };
  await answers.save(record);
  await jobs.enqueue('answer', { repository, number }, { key: refKey({ repository, number }) });
}

import type { Conversation } from '../../ports/conversation.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { Pulls } from '../../ports/pulls.ts';
import type { AnswerRecords } from '../../ports/records/answer-records.ts';
import { ANSWERS_MARKER, MOST_ANSWERS, answersComment } from '../../report/github/answers.ts';

export interface AnswersDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly answers: Pick<AnswerRecords, 'latest'>;
  readonly conversation: Pick<Conversation, 'keep'>;
}

/** Keeps the pull request's one comment with the answers to commands. */
export async function showAnswers(deps: AnswersDeps, ref: JobData['answer']): Promise<void> {
  const latest = await deps.answers.latest(ref, MOST_ANSWERS);
  const { url } = await deps.pulls.read(ref);
  await deps.conversation.keep(ref, ANSWERS_MARKER, answersComment(latest, url));
}

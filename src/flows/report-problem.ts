import { OpsError } from '../core/errors.ts';
import type { PullRef } from '../core/refs.ts';
import type { Checks } from '../ports/checks.ts';
import type { Conversation } from '../ports/conversation.ts';
import type { Pulls } from '../ports/pulls.ts';
import { CONFIGURATION_CHECK } from '../report/github/check.ts';
import { problemReport } from '../report/github/replies.ts';
import { PREVIEW_MARKER } from '../report/markdown/markdown.ts';

export interface ProblemDeps {
  readonly pulls: Pick<Pulls, 'read'>;
  readonly conversation: Pick<Conversation, 'keep'>;
  readonly checks: Pick<Checks, 'publish'>;
}

/** Codes of errors that only a person can resolve. */
const FOR_PEOPLE = ['invalid-config', 'ambiguous', 'invalid-source', 'unsupported'];

/** Whether a person has to resolve the error; any other is tried again. */
export function isForPeople(error: unknown): error is OpsError {
  return error instanceof OpsError && FOR_PEOPLE.includes(error.code);
}

/** Reports in a pull request, by comment and check, that it cannot be planned at all. */
export async function reportProblem(deps: ProblemDeps, ref: PullRef, problem: OpsError): Promise<void> {
  const pull = await deps.pulls.read(ref);
  if (pull.state === 'closed') return;
  const { title, summary, comment } = problemReport(problem.message);
  await deps.conversation.keep(ref, PREVIEW_MARKER, `${PREVIEW_MARKER}\n${comment}`);
  await deps.checks.publish(ref.repository, pull.head.sha, {
    name: CONFIGURATION_CHECK,
    reference: { pull: ref.number },
    conclusion: 'failure',
    title,
    summary,
  });
}

import { parseCommand } from '../../core/command.ts';
import { codeSpan } from '../words/escape.ts';
import { COMMENT_LIMIT, linesWithin } from '../words/limits.ts';
import { commandTable } from './replies.ts';

/** Our comment with the answers to commands is found again by this mark. */
export const ANSWERS_MARKER = '<!-- plumbline:answers -->';

/** Older answers are of no use to whoever reads on. */
export const MOST_ANSWERS = 10;

export interface AnswerView {
  /** GitHub's number of the comment that is answered. */
  readonly comment: number;
  readonly author: string;
  readonly said: string;
  /** Markdown, one line. */
  readonly answer: string;
}

/** The one comment that answers commands. @param answers the latest first @param url of the pull request's page */
export function answersComment(answers: readonly AnswerView[], url: string): string {
  const lines = answers.slice(0, MOST_ANSWERS).map((view) => answerLine(view, url));
  const isAsked = parseCommand(answers[0]?.said ?? '')?.name === 'help';
  const commands = `<details${isAsked ? ' open' : ''}><summary>Commands</summary>\n\n${commandTable()}\n\n</details>`;
  const head = [ANSWERS_MARKER, '### Plumbline: answers to commands', ''];
  const limit = COMMENT_LIMIT - [...head, commands].join('\n').length - 10;
  return [...head, ...linesWithin(lines, limit), '', commands, ''].join('\n');
}

function answerLine({ comment, author, said, answer }: AnswerView, url: string): string {
  return `- [${codeSpan(said)}](${url}#issuecomment-${comment}) by ${codeSpan(author)}: ${answer}`;
}

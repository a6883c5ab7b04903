import { cutText } from '../../core/cut-text.ts';
import { visible } from '../../core/visible.ts';
import { codeSpan } from '../words/escape.ts';
import { type CheckOutput, TITLE_LIMIT } from './check.ts';

/** The check of a commit that is the head of no pull request that could be merged: it must not let another one pass. */
export function noPullRequest(branch: string): Omit<CheckOutput, 'conclusion'> {
  return {
    title: cutText(`No open pull request into ${visible(branch)} has this commit`, TITLE_LIMIT),
    summary: `What was decided here was about a pull request that has left. Open one into ${codeSpan(branch)}.`,
    actions: [],
  };
}

/** The check of an environment that was renamed or removed. */
export function environmentGone(environment: string): Omit<CheckOutput, 'conclusion'> & {
  readonly conclusion: 'neutral';
} {
  return {
    conclusion: 'neutral',
    title: 'There is no such environment any more',
    summary: `The configuration in force does not name ${codeSpan(environment)}, so nothing is deployed there.`,
    actions: [],
  };
}

import { cutText } from '../../core/cut-text.ts';
import type { Decision, GateVerdict } from '../../core/gate/decision.ts';
import { visible } from '../../core/visible.ts';
import { codeSpan } from '../words/escape.ts';
import { type CheckOutput, CONCLUSION, TITLE_LIMIT, summary } from './check.ts';
import { decisionList } from './decision.ts';

/** The check run of one environment on the commit of a merge queue's entry. Nothing is approved here. */
export function entryOutput(
  decision: Decision,
  { pull, branch }: { readonly pull: number; readonly branch: string },
): CheckOutput {
  const conclusion = CONCLUSION[decision.verdict];
  return {
    ...(conclusion !== undefined && { conclusion }),
    title: cutText(`${WORD[decision.verdict]}: ${visible(decision.reason)}`, TITLE_LIMIT),
    summary: summary([
      `#${pull} in the merge queue into ${codeSpan(branch)}.`,
      '',
      ...decisionList(decision),
    ]),
    actions: [],
  };
}

const WORD: Readonly<Record<GateVerdict, string>> = {
  approved: 'Approved',
  pending: 'Waiting',
  blocked: 'Blocked',
  skipped: 'Nothing to deploy',
};

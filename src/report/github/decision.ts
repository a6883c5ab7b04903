import { cutText } from '../../core/cut-text.ts';
import type { Decision, GateVerdict } from '../../core/gate/decision.ts';
import { codeSpan, plainText } from '../words/escape.ts';

const ICON: Readonly<Record<GateVerdict, string>> = {
  approved: '✅',
  pending: '⏳',
  blocked: '⛔',
  skipped: '➖',
};

/** Characters of a reason; a longer message stands whole in the place of the target's diff. */
const REASON_LIMIT = 1000;

/** The gate's decision as a nested list: each rule, its verdict and the reason. */
export function decisionList(decision: Decision, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}- ${decisionLine(decision)}`;
  return [line, ...decision.children.flatMap((child) => decisionList(child, depth + 1))];
}

/** The decision in one line. */
export function decisionLine(decision: Decision): string {
  const rule = codeSpan(cutText(decision.rule, REASON_LIMIT));
  return `${ICON[decision.verdict]} ${rule}: ${reasonText(decision.reason)}`;
}

const COMMAND = /`(\/plumb(?: [\x21-\x5f\x61-\x7e]+)*)`/;

/** A reason in one line. A command in it is to be copied, and stands there as it is written. */
export function reasonText(reason: string): string {
  const parts = cutText(reason, REASON_LIMIT).split(COMMAND);
  return parts.map((part, index) => (index % 2 === 1 ? codeSpan(part) : plainText(part))).join('');
}

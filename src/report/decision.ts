import type { Decision, GateVerdict } from '../core/gate/decision.ts';
import { codeSpan, plainText } from './escape.ts';

const ICON: Readonly<Record<GateVerdict, string>> = {
  approved: '✅',
  pending: '⏳',
  blocked: '⛔',
  skipped: '➖',
};

/** The gate's decision as a nested list: each rule, what it says, and why. */
export function decisionList(decision: Decision, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}- ${ICON[decision.verdict]} ${codeSpan(decision.rule)}: ${plainText(decision.reason)}`;
  return [line, ...decision.children.flatMap((child) => decisionList(child, depth + 1))];
}

/** The decision in one line. */
export function decisionLine(decision: Decision): string {
  return `${ICON[decision.verdict]} ${codeSpan(decision.rule)}: ${plainText(decision.reason)}`;
}

import { APPROVE } from '../../core/button.ts';
import type { EnvironmentChange } from '../../core/configuration/change.ts';
import type { Decision } from '../../core/gate/decision.ts';
import { linesWithin } from '../words/limits.ts';
import { type CheckOutput, summary } from './check.ts';
import { configurationLines } from './configuration.ts';
import { decisionList } from './decision.ts';
import { problemReport } from './replies.ts';

type Output = Omit<CheckOutput, 'conclusion'> & { readonly conclusion?: 'success' | 'failure' };

const APPROVING = {
  label: 'Put it in force',
  description: 'This configuration judges from now on',
  identifier: APPROVE,
};

/** GitHub's of a check run's text is 65,535 characters. */
const TEXT_LIMIT = 65_000;
const MORE = "More is left out here: see the file's own history.";

/** The default branch's configuration is not in force: its changes, and who may approve them. */
export function tipWaits(decision: Decision, changes: readonly EnvironmentChange[]): Output {
  const lines = changes.flatMap((change) => [...configurationLines(change), '']);
  const shown = linesWithin(lines, TEXT_LIMIT);
  return {
    title: 'This configuration is not in force: it came past the gate',
    summary: summary([
      'The configuration before it judges pull requests until this one is approved.',
      '',
      ...decisionList(decision),
    ]),
    text: shown.length < lines.length ? [...shown, MORE].join('\n') : lines.join('\n'),
    actions: [APPROVING],
  };
}

export function tipInForce(): Output {
  return {
    conclusion: 'success',
    title: 'This configuration is in force',
    summary: 'It judges pull requests from now on.',
    actions: [],
  };
}

/**
 * The default branch's configuration cannot be read. The last valid one stays in force, so that this one can be mended.
 */
export function tipInvalid(message: string): Output {
  const { title, summary } = problemReport(message);
  return {
    conclusion: 'failure',
    title,
    summary: `The last valid configuration stays in force until this is put right.\n\n${summary}`,
    actions: [],
  };
}

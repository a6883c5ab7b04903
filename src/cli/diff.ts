import { verdictOf } from '../core/plan/plan.ts';
import { planTarget } from '../flows/plan-target.ts';
import { planJson } from '../report/json.ts';
import { planMarkdown } from '../report/markdown/markdown.ts';
import { planText } from '../report/terminal/text.ts';
import type { CliDeps } from './deps.ts';
import { type ExitCode, EXIT, exitCodeOf } from './exit-code.ts';
import { targetOfPath } from './target-of-path.ts';
import type { PathOptions } from './target-options.ts';

export type Output = 'text' | 'markdown' | 'json';

export interface DiffOptions extends PathOptions {
  readonly output: Output;
}

/** `plumb diff PATH`: shows the plan of a sync. */
export async function diff(deps: CliDeps, path: string | undefined, options: DiffOptions): Promise<ExitCode> {
  const { target, source, contexts } = await targetOfPath(deps, path, options);
  const engines = await deps.engines({ ...options, contexts });
  const answer = await planTarget(engines, target, { source, purpose: 'preview' });
  if (answer.status === 'planned') await deps.records.save(answer.plan);
  const print = { text: planText, markdown: planMarkdown, json: planJson }[options.output];
  deps.terminal.out(print(answer, deps.terminal.outStyle));
  return answer.status === 'failed' ? EXIT.unknown : exitCodeOf(verdictOf(answer.plan));
}

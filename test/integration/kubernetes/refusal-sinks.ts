import type { TargetPlan } from '../../../src/core/plan/plan.ts';
import { previewOf } from '../../../src/core/plan/preview.ts';
import { previewJson } from '../../../src/report/json.ts';
import { previewMarkdown } from '../../../src/report/markdown/markdown.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { planText, previewText } from '../../../src/report/terminal/text.ts';

/** All that is printed of a plan: text, JSON, and the comment of a pull request. */
export function planMarkdownOf(answer: TargetPlan): string[] {
  const preview = answer.status === 'failed' ? answer : previewOf(undefined, answer.plan);
  const whole = { base: 'a', proposed: 'b', targets: [{ environment: 'test', preview }] };
  return [planText(answer, PLAIN), previewText(whole, PLAIN), previewJson(whole), previewMarkdown(whole)];
}

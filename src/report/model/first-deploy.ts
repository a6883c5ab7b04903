import { cutText } from '../../core/cut-text.ts';
import { type TargetPlan, countActions, differences, hooksLeft, verdictOf } from '../../core/plan/plan.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { firstLines } from '../words/limits.ts';
import { countsText, hooksLeftText } from '../words/words.ts';

/** The note beside the changes of a target without any sync on record. */
export const FIRST_DEPLOY =
  'No sync of this target is on record yet: merging begins the first one, once the gate lets it pass. What is live already is taken over as shown here, and what the source does not name stays.';

/** The name of the check about a first deploy, on the tip of the default branch. */
export function firstDeployCheck(target: string): string {
  return `plumbline / first deploy of ${target}`;
}

/** The check on the tip of the default branch while a target of the configuration in force was never deployed. */
export function notDeployedYet(
  { id, path }: { readonly id: string; readonly path: string },
  answer: TargetPlan,
): { readonly title: string; readonly summary: string } {
  return {
    title: cutText(`Not deployed yet: ${stateOf(answer)}`, 250),
    summary: [
      `No sync of ${codeSpan(id)} is on record yet, so nothing looks after it: what differs is not drift.`,
      '',
      ...reasons(answer),
      `What deploys it is the merge of a pull request that changes a file in ${codeSpan(path)}; that pull request shows first what would change. Or live comes to be as Git says: then it is looked after from then on.`,
    ].join('\n'),
  };
}

/** The same check, once the target is deployed, or was found to be as Git says. */
export function lookedAfter(target: string): { readonly title: string; readonly summary: string } {
  return {
    title: 'Live is as Git says, and looked after',
    summary: `What differs from now on in ${codeSpan(target)} is drift.`,
  };
}

function stateOf(answer: TargetPlan): string {
  if (answer.status === 'failed' || verdictOf(answer.plan) === 'unknown')
    return 'it cannot be told what deploying it would do';
  const different = differences(answer.plan);
  return different.length > 0
    ? countsText(countActions(different))
    : hooksLeftText(hooksLeft(answer.plan).length);
}

/** The reason why a first deploy cannot be told. */
function reasons(answer: TargetPlan): string[] {
  const messages =
    answer.status === 'failed' ? [answer.message] : answer.plan.unknown.map(({ message }) => message);
  const lines = messages.flatMap((message) => message.split('\n'));
  return lines.length === 0 ? [] : [fence(firstLines(lines, '"plumb diff" prints all of it'), 'text'), ''];
}

import { describeSubject, subjectKey } from '../change/subject.ts';
import { cutText } from '../cut-text.ts';
import { type Tree, printJson } from '../json/json.ts';
import { describePath } from '../json/pointer.ts';
import { shown } from '../json/shown.ts';
import { type Plan, differences } from '../plan/plan.ts';

/**
 * Fields that a plan by the rules in force changes and a plan by the proposed rules does not: a pull request does not
 * silence itself.
 * @returns a sentence for each field
 */
export function silenced(inForce: Plan, proposed: Plan): string[] {
  const still = new Map(differences(proposed).map((change) => [subjectKey(change.subject), change]));
  return differences(inForce).flatMap(({ subject, fields }) => {
    const kept = new Set(still.get(subjectKey(subject))?.fields.map(({ path }) => describePath(path)));
    const left = fields.filter(({ path }) => !kept.has(describePath(path)));
    const leave = `${describeSubject(subject)}: the proposed rules leave`;
    return left.map(
      ({ path, before, after }) =>
        `${leave} ${describePath(path)} as it is: ${said(before)}, and not ${said(after)}.`,
    );
  });
}

const LONGEST = 200;

function said(value: Tree | undefined): string {
  if (value === undefined) return 'nothing';
  const words = shown(value);
  return cutText(typeof words === 'string' ? words : printJson(words), LONGEST);
}

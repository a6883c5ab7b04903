import type { Change, FieldChange } from '../../core/change/change.ts';
import { describeSubject } from '../../core/change/subject.ts';
import { cutText } from '../../core/cut-text.ts';
import { describePath } from '../../core/json/pointer.ts';
import { type Plan, differences } from '../../core/plan/plan.ts';
import { codeSpan } from '../words/escape.ts';
import { plural } from '../words/words.ts';

const MOST_OBJECTS = 20;
const MOST_FIELDS = 4;
const LONGEST = 120;

/** The drift of each object, and who wrote it, as a list: no values. */
export function driftedObjects(plan: Plan): string[] {
  const changes = differences(plan);
  const more = changes.length - MOST_OBJECTS;
  return [
    ...changes
      .slice(0, MOST_OBJECTS)
      .map((change) => `- ${name(describeSubject(change.subject))}: ${whatBecame(change)}`),
    ...(more > 0 ? [`- and ${plural(more, 'object')} more`] : []),
  ];
}

function whatBecame({ action, fields }: Change): string {
  if (action === 'create') return 'deleted live; it comes back';
  if (action === 'delete') return 'live, and no longer declared; it is deleted';
  const shown = fields.slice(0, MOST_FIELDS).map(fieldText);
  const more = fields.length - MOST_FIELDS;
  const all = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  const text = all === '' ? 'differs' : all;
  return action === 'replace' ? `${text}; it is replaced` : text;
}

function fieldText({ path, writer }: FieldChange): string {
  const field = name(describePath(path));
  if (writer === undefined) return field;
  const time = writer.time === undefined ? '' : ` at ${writer.time}`;
  return `${field} (written by ${name(writer.manager)}${time})`;
}

function name(text: string): string {
  return codeSpan(cutText(text, LONGEST));
}

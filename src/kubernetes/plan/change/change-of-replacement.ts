import type { Change, FieldChange, Mark } from '../../../core/change/change.ts';
import { compare } from '../../../core/change/compare.ts';
import type { JsonObject, TreeObject } from '../../../core/json/json.ts';
import { describePath } from '../../../core/json/pointer.ts';
import { listTypesOf } from '../../fields/list-types.ts';
import { managersOf, ownershipsOf } from '../../fields/managers/managed-fields.ts';
import { project } from '../../fields/project.ts';
import { subjectOf } from '../../objects/resource.ts';
import type { Replaced } from '../../predict/interpret-refusal.ts';
import { marksOf } from '../../risks/risks.ts';
import type { ObjectPlan } from '../object-plan.ts';
import { type Context, formOf, shown, withWriters } from './shown-object.ts';

/**
 * The plan of a replacement: the declared fields that differ, and the live fields that the new object does not have.
 */
export function replacement(context: Context, { object, causes }: Replaced): ObjectPlan {
  const { expectation } = context;
  const { item, live = {}, body } = expectation;
  const types = listTypesOf([...ownershipsOf(live), ...ownershipsOf(object)]);
  const declared = shown(context, body);
  const part = (whole: TreeObject) => project(whole, declared, types);
  const fields = compare(part(formOf(context, live)), part(shown(context, object)), types);
  const gone = goneWith(context, live, object);
  const text = `can only be replaced, that is deleted and created anew: ${causes.join('; ')}`;
  const change: Change = {
    subject: subjectOf(item.id),
    action: 'replace',
    origin: item.origin,
    fields: [...fields.filter((field) => !isIn(gone, field)), ...gone],
    before: formOf(context, live),
    after: declared,
    marks: [{ level: 'danger', text: context.masker.text(text), risk: 'replacement' }],
  };
  const marks = [...change.marks, ...marksOf(change, live)];
  return { expectation, change: { ...change, marks }, claim: false, staying: [] };
}

/** The live fields with an owner that the new object will not have. */
function goneWith(context: Context, live: JsonObject, object: JsonObject): FieldChange[] {
  const owners = ownershipsOf(live).filter(({ subresource }) => subresource === '');
  const types = listTypesOf([...owners, ...ownershipsOf(object)]);
  return compare(formOf(context, live), shown(context, object), types)
    .filter(({ path, after }) => after === undefined && managersOf(path, owners).length > 0)
    .flatMap((field) => withWriters(field, owners, []));
}

function isIn(fields: readonly FieldChange[], { path }: FieldChange): boolean {
  const words = describePath(path);
  return fields.some((field) => words === describePath(field.path));
}

/** The plan of a take-over, which shows nothing of the live data: a reader of the plan could try values against it. */
export function takeOver(context: Context): ObjectPlan {
  const { expectation } = context;
  const { id, origin } = expectation.item;
  const after = formOf(context, expectation.body);
  const fields = compare({}, { data: after['data'] ?? {} }, listTypesOf([]));
  const change: Change = {
    subject: subjectOf(id),
    action: 'replace',
    origin,
    fields,
    after,
    marks: [TAKEN_OVER],
  };
  return { expectation, change, claim: false, staying: [] };
}

const TAKEN_OVER: Mark = {
  level: 'danger',
  text: 'exists, and is not managed here; taking it over replaces its data',
};

import { type Change, type FieldChange, type Mark, describePath } from '../core/change.ts';
import { compare } from '../core/compare.ts';
import { stepOf, unionOf } from '../core/field-set.ts';
import { formerFields } from '../core/former-tools.ts';
import { type JsonObject, equalJson } from '../core/json.ts';
import { listTypesOf } from '../core/list-types.ts';
import { marksOf } from '../core/marks.ts';
import type { Masker } from '../core/mask.ts';
import { normalize } from '../core/normalize.ts';
import { withOwnWriters } from '../core/own-writers.ts';
import { type Ownership, managersOf, ownershipsOf } from '../core/ownership.ts';
import { isOurs, ourFields } from '../core/people.ts';
import { project } from '../core/project.ts';
import { additionsBy, stayingFields, stuckFields } from '../core/side-effects.ts';
import { type Unstable, spellings, valueAt, withoutUnstable } from '../core/unstable.ts';
import { markOf, withoutMark } from './inventory.ts';
import type { Outlook } from './estimate.ts';
import type { Predicted } from './foretell.ts';
import type { Expectation } from './prediction.ts';
import type { Replaced } from './refused.ts';

/** What to do about one declared object. */
export interface Proposal {
  readonly expectation: Expectation;
  /** Undefined: live as declared. */
  readonly change?: Change;
  /** Nothing visible changes, yet our ownership of the fields or our mark is not recorded. */
  readonly claim: boolean;
  /** Fields that the source does not name, and that stay live; in words. */
  readonly staying: readonly string[];
}

interface Context {
  readonly expectation: Expectation;
  readonly masker: Masker;
  readonly mark: string;
}

/** Decides what a prediction means for one object. Pure. */
export function propose(expectation: Expectation, masker: Masker, mark: string): Proposal {
  const { live, prediction } = expectation;
  const context = { expectation, masker, mark };
  if (prediction.status === 'failed') throw new Error('A failed prediction proposes nothing.');
  if (prediction.status === 'proven') return { expectation, claim: false, staying: formerOf(expectation) };
  if (prediction.status === 'replaced') return replacement(context, prediction);
  if (prediction.status === 'covered') return takeOver(context);
  if (prediction.status === 'pending') return creation(context, [{ level: 'note', text: prediction.reason }]);
  const caveats: Mark[] =
    prediction.status === 'estimated' ? [{ level: 'warning', text: prediction.reason }] : [];
  if (live !== undefined) return adjustment(context, live, prediction, caveats);
  return creation(context, [...caveats, ...notesOn(context, prediction.object)]);
}

/** What is created is shown, and approved, as the source declares it: what the server makes of it is a note. */
function creation(context: Context, marks: readonly Mark[]): Proposal {
  const { expectation } = context;
  const { item } = expectation;
  const after = shown(context, expectation.body);
  const change: Change = { id: item.id, action: 'create', origin: item.origin, fields: [], after, marks };
  return { expectation, change, claim: false, staying: [] };
}

function notesOn(context: Context, predicted: JsonObject): Mark[] {
  const { body } = context.expectation;
  const added = additionsBy(
    formOf(context, body),
    formOf(context, predicted),
    listTypesOf(ownershipsOf(predicted)),
  );
  return added.map((text) => ({ level: 'note', text }));
}

/** What would come of an object, with words for what another render would make otherwise. */
function shown(context: Context, object: JsonObject): JsonObject {
  return withoutUnstable(formOf(context, object), madeAnew(context));
}

function madeAnew({ expectation: { item } }: Context): Unstable[] {
  return (item.unstable ?? []).filter(({ pointer }) => item.held?.includes(pointer) !== true);
}

function formOf({ expectation: { item }, masker, mark }: Context, object: JsonObject): JsonObject {
  return masker.object(item.id, withoutMark(normalize(object), mark));
}

/** Of what the source declares, what is another one; the rest is what the new object does not have. */
function replacement(context: Context, { object, causes }: Replaced): Proposal {
  const { expectation } = context;
  const { item, live = {}, body } = expectation;
  const types = listTypesOf([...ownershipsOf(live), ...ownershipsOf(object)]);
  const declared = shown(context, body);
  const part = (whole: JsonObject) => project(whole, declared, types);
  const fields = compare(part(formOf(context, live)), part(shown(context, object)), types);
  const gone = goneWith(context, live, object);
  const text = `can only be replaced, that is deleted and created anew: ${causes.join('; ')}`;
  const change: Change = {
    id: item.id,
    action: 'replace',
    origin: item.origin,
    fields: [...fields.filter((field) => !isIn(gone, field)), ...gone],
    before: formOf(context, live),
    after: declared,
    marks: [{ level: 'danger', text: context.masker.text(text) }],
  };
  const marks = [...change.marks, ...marksOf(change, live)];
  return { expectation, change: { ...change, marks }, claim: false, staying: [] };
}

/** What somebody wrote, and the new object will not have. */
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

/** Nothing of what is live: who may read the plan could try values against it. */
function takeOver(context: Context): Proposal {
  const { expectation } = context;
  const { id, origin } = expectation.item;
  const after = formOf(context, expectation.body);
  const fields = compare({}, { data: after['data'] ?? {} }, listTypesOf([]));
  const change: Change = { id, action: 'replace', origin, fields, after, marks: [TAKEN_OVER] };
  return { expectation, change, claim: false, staying: [] };
}

const TAKEN_OVER: Mark = {
  level: 'danger',
  text: 'exists, and is not managed here; taking it over replaces its data',
};

function adjustment(
  context: Context,
  live: JsonObject,
  outlook: Outlook & Pick<Predicted, 'madeWay'>,
  caveats: readonly Mark[],
): Proposal {
  const { expectation, mark } = context;
  const { item } = expectation;
  const owners = ownershipsOf(live);
  const leaving = stayingFields(owners, outlook.owners);
  const former = formerFields(
    live,
    outlook.owners,
    unionOf([owners, outlook.owners].map(ourFields)),
    expectation.left,
  );
  const staying = [...leaving, ...stuckFields(outlook.stuck ?? [], owners), ...former];
  const unchanged = () => {
    const owned = equalJson(ourFields(owners), ourFields(outlook.owners));
    return { expectation, claim: !owned || outlook.takeOver.length > 0, staying };
  };
  // Most are: masking and comparing by lists' keys would tell no more.
  const [now, then] = [live, outlook.object].map((object) => withoutMark(normalize(object), mark));
  if (caveats.length === 0 && equalJson(now, then)) return unchanged();
  const before = formOf(context, live);
  const after = shown(context, outlook.object);
  const types = listTypesOf([...owners, ...outlook.owners]);
  const fields = compare(before, after, types).flatMap((field) => withWriters(field, owners, outlook.owners));
  if (fields.length === 0 && caveats.length === 0) return unchanged();
  const change: Change = {
    id: item.id,
    action: 'update',
    origin: item.origin,
    fields,
    before,
    after,
    marks: [],
  };
  const marks = [
    ...caveats,
    ...ways(outlook),
    ...renewals(context, live),
    ...foreign(live, mark),
    ...marksOf(change, live),
  ];
  return { expectation, change: { ...change, marks }, claim: false, staying };
}

function formerOf({ live, left }: Expectation): string[] {
  const owners = live === undefined ? [] : ownershipsOf(live);
  return live !== undefined && owners.length > 1 ? formerFields(live, owners, ourFields(owners), left) : [];
}

/** Who wrote the live value, and whose field it will no longer be. */
function withWriters(
  field: FieldChange,
  before: readonly Ownership[],
  after: readonly Ownership[],
): FieldChange[] {
  const others = before.filter((owner) => !isOurs(owner));
  const left = new Set(managersOf(field.path, after));
  const taken = managersOf(field.path, others).filter((manager) => !left.has(manager));
  const isTaken = taken.length > 0 && field.after !== undefined;
  return withOwnWriters(field, others).map((each) => (isTaken ? { ...each, taken } : each));
}

/** What goes beside, though the source says nothing of it. */
function ways({ madeWay = [] }: Pick<Predicted, 'madeWay'>): Mark[] {
  return madeWay.map(({ path, managers }) => {
    const whose =
      managers.length === 0
        ? 'the server had filled it in'
        : `${managers.join(', ')} wrote it, beside what is ours`;
    const text = `${describePath(path.map(stepOf))} goes in the same write, in place: ${whose}, and the server refuses it beside what the source declares`;
    return { level: managers.length === 0 ? 'note' : 'warning', text };
  });
}

/** What is live, and not kept, since what it belongs together with is not. */
function renewals(context: Context, live: JsonObject): Mark[] {
  const renewed = madeAnew(context).filter(({ pointer }) =>
    spellings(pointer).some((path) => valueAt(live, path) !== undefined),
  );
  return renewed.map(({ pointer, form }) => ({
    level: 'warning',
    text: `${pointer}: the ${form} is made anew, since it is only good together with others that are not live`,
  }));
}

function foreign(live: JsonObject, mark: string): Mark[] {
  const owner = markOf(live);
  if (owner === undefined || owner === mark) return [];
  return [
    {
      level: 'danger',
      text: `belongs to another target (${owner}), which may take it back or prune it`,
    },
  ];
}

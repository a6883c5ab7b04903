import type { Change, Foresight, Mark } from '../../../core/change/change.ts';
import { compare } from '../../../core/change/compare.ts';
import { type JsonObject, equalJson } from '../../../core/json/json.ts';
import type { Masker } from '../../../core/secrets/mask.ts';
import { unionOf } from '../../fields/field-set.ts';
import { listTypesOf } from '../../fields/list-types.ts';
import { ourFields } from '../../fields/managers/field-managers.ts';
import { formerFields } from '../../fields/managers/former-tools.ts';
import { ownershipsOf } from '../../fields/managers/managed-fields.ts';
import { withAssignedLater } from '../../objects/assigned-by-cluster.ts';
import { subjectOf } from '../../objects/resource.ts';
import type { Estimate } from '../../predict/estimate.ts';
import type { Predicted } from '../../predict/predicted.ts';
import type { Expectation, Prediction } from '../../predict/prediction.ts';
import { marksOf } from '../../risks/risks.ts';
import type { ObjectPlan } from '../object-plan.ts';
import { foreign, renewals, ways } from './adjustment-marks.ts';
import { replacement, takeOver } from './change-of-replacement.ts';
import { type Context, annotationsOf, comparedForm, formOf, shown, withWriters } from './shown-object.ts';
import { additionsBy, stayingFields, stuckFields } from './side-effects.ts';

/** The foresight of a change, by the status of its prediction; absent: the server's dry-run. */
const FORESIGHT: Partial<Record<Prediction['status'], Foresight>> = {
  estimated: 'estimate',
  pending: 'not-validated',
  covered: 'not-validated',
};

/** Makes the object plan from a prediction. Pure. */
export function changeOf(expectation: Expectation, masker: Masker, ownerLabel: string): ObjectPlan {
  const plan = objectPlanOf(expectation, masker, ownerLabel);
  const foresight = FORESIGHT[expectation.prediction.status];
  return plan.change && foresight ? { ...plan, change: { ...plan.change, foresight } } : plan;
}

function objectPlanOf(expectation: Expectation, masker: Masker, ownerLabel: string): ObjectPlan {
  const { live, prediction } = expectation;
  if (prediction.status === 'failed') throw new Error('A failed prediction proposes nothing.');
  if (prediction.status === 'proven') return { expectation, claim: false, staying: formerOf(expectation) };
  const context = { expectation, masker, ownerLabel, annotations: annotationsOf(expectation) };
  if (prediction.status === 'replaced') return replacement(context, prediction);
  if (prediction.status === 'covered') return takeOver(context);
  if (prediction.status === 'pending') return creation(context, [{ level: 'note', text: prediction.reason }]);
  const caveats: Mark[] =
    prediction.status === 'estimated' ? [{ level: 'warning', text: prediction.reason }] : [];
  if (live !== undefined) return adjustment(context, live, prediction, caveats);
  return creation(context, [...caveats, ...notesOn(context, prediction.object)]);
}

/**
 * The plan of a new object. The object is shown and approved as the source declares it; the server's additions are
 * notes.
 */
function creation(context: Context, marks: readonly Mark[]): ObjectPlan {
  const { expectation } = context;
  const { item } = expectation;
  const after = shown(context, expectation.body);
  const change: Change = {
    subject: subjectOf(item.id),
    action: 'create',
    origin: item.origin,
    fields: [],
    after,
    marks,
  };
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

function adjustment(
  context: Context,
  live: JsonObject,
  estimate: Estimate & Pick<Predicted, 'madeWay'>,
  caveats: readonly Mark[],
): ObjectPlan {
  const { expectation, ownerLabel } = context;
  const { item, body } = expectation;
  const owners = ownershipsOf(live);
  const leaving = stayingFields(owners, estimate.owners);
  const former = formerFields(
    live,
    estimate.owners,
    unionOf([owners, estimate.owners].map(ourFields)),
    expectation.left,
  );
  const staying = [...leaving, ...stuckFields(estimate.stuck ?? [], owners), ...former];
  const unchanged = () => {
    const owned = equalJson(ourFields(owners), ourFields(estimate.owners));
    return { expectation, claim: !owned || estimate.takeOver.length > 0, staying };
  };
  // Most objects are: masking and comparing by list keys would tell no more.
  const [now, then] = [live, estimate.object].map((object) => comparedForm(context, object));
  if (caveats.length === 0 && equalJson(now, then)) return unchanged();
  const before = formOf(context, live);
  const after = withAssignedLater({ predicted: estimate.object, body, live }, (object) =>
    shown(context, object),
  );
  const types = listTypesOf([...owners, ...estimate.owners]);
  const fields = compare(before, after, types).flatMap((field) =>
    withWriters(field, owners, estimate.owners),
  );
  if (fields.length === 0 && caveats.length === 0) return unchanged();
  const change: Change = {
    subject: subjectOf(item.id),
    action: 'update',
    origin: item.origin,
    fields,
    before,
    after,
    marks: [],
  };
  const marks = [
    ...caveats,
    ...ways(estimate),
    ...renewals(context, live),
    ...foreign(live, ownerLabel),
    ...marksOf(change, live),
  ];
  return { expectation, change: { ...change, marks }, claim: false, staying };
}

function formerOf({ live, left }: Expectation): string[] {
  const owners = live === undefined ? [] : ownershipsOf(live);
  return live !== undefined && owners.length > 1 ? formerFields(live, owners, ourFields(owners), left) : [];
}

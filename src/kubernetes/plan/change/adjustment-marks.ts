import type { Mark } from '../../../core/change/change.ts';
import type { JsonObject } from '../../../core/json/json.ts';
import { describePath } from '../../../core/json/pointer.ts';
import { stepOf } from '../../fields/field-set.ts';
import { ownerLabelOf } from '../../inventory/inventory.ts';
import { spellings, valueAt } from '../../objects/unstable.ts';
import type { Predicted } from '../../predict/predicted.ts';
import { type Context, madeAnew } from './shown-object.ts';

/** The marks of the fields that go in the same write, though the source does not mention them. */
export function ways({ madeWay = [] }: Pick<Predicted, 'madeWay'>): Mark[] {
  return madeWay.map(({ path, managers }) => {
    const whose =
      managers.length === 0
        ? 'the server had filled it in'
        : `${managers.join(', ')} wrote it, beside what is ours`;
    const text = `${describePath(path.map(stepOf))} goes in the same write, in place: ${whose}, and the server refuses it beside what the source declares`;
    return { level: managers.length === 0 ? 'note' : 'warning', text };
  });
}

/** The marks of live values that are made anew, since other values that belong to them are not live. */
export function renewals(context: Context, live: JsonObject): Mark[] {
  const renewed = madeAnew(context).filter(({ pointer }) =>
    spellings(pointer).some((path) => valueAt(live, path) !== undefined),
  );
  return renewed.map(({ pointer, form }) => ({
    level: 'warning',
    text: `${pointer}: the ${form} is made anew, since it is only good together with others that are not live`,
  }));
}

export function foreign(live: JsonObject, ownerLabel: string): Mark[] {
  const owner = ownerLabelOf(live);
  if (owner === undefined || owner === ownerLabel) return [];
  return [
    {
      level: 'danger',
      text: `belongs to another target (${owner}), which may take it back or prune it`,
      risk: 'foreign-owner',
    },
  ];
}

import type { Change, FieldChange, Mark } from '../../core/change/change.ts';
import { idOf } from '../objects/resource.ts';
import { type Risk, isAt } from './risk.ts';

export const SCALE_TO_ZERO: Risk = { actions: ['update'], marksOf: emptied };

const SCALED: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

function emptied({ subject, fields }: Change): Mark[] {
  const off =
    SCALED.has(idOf(subject).kind) &&
    fields.some((field) => isAt(field.path, ['spec', 'replicas']) && isZero(field));
  return off ? [{ level: 'danger', text: 'scales to zero: none of its pods stays', risk: 'outage' }] : [];
}

function isZero({ before, after }: FieldChange): boolean {
  return Number(after) === 0 && before !== undefined && Number(before) > 0;
}

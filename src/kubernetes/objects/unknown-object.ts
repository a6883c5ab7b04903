import type { Unknown } from '../../core/plan/plan.ts';
import { type ResourceId, subjectOf } from './resource.ts';

/** An object without a live state or a prediction. */
export interface UnknownObject extends Omit<Unknown, 'subject'> {
  readonly id: ResourceId;
}

export function unknownOf({ id, ...rest }: UnknownObject): Unknown {
  return { subject: subjectOf(id), ...rest };
}

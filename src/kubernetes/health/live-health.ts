import type { Health, ObjectHealth } from '../../core/sync/outcome.ts';
import { type ResourceId, subjectOf } from '../objects/resource.ts';

/** The health of a live object. */
export interface LiveHealth {
  readonly id: ResourceId;
  readonly health: Health;
}

export function objectHealthOf({ id, health }: LiveHealth): ObjectHealth {
  return { subject: subjectOf(id), health };
}

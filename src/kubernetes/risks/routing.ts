import type { Change, Mark } from '../../core/change/change.ts';
import { type Risk, isAt, warning } from './risk.ts';

export const ROUTING: Risk = { actions: ['update'], marksOf: routed };

function routed({ subject: { kind }, fields }: Change): Mark[] {
  if (kind !== 'Service') return [];
  const differs = (key: string) => fields.some(({ path }) => isAt(path, ['spec', key]));
  return [
    ...(differs('selector') ? [warning('outage', 'its traffic goes to other pods')] : []),
    ...(differs('type') ? [warning('exposure', 'another type of Service: who can reach it changes')] : []),
  ];
}

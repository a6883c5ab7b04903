import type { Change, Mark } from '../change.ts';
import { type Risk, isAt, warning } from './risk.ts';

export const ROUTING: Risk = { actions: ['update'], marksOf: routed };

function routed({ id, fields }: Change): Mark[] {
  if (id.group !== '' || id.kind !== 'Service') return [];
  const differs = (key: string) => fields.some(({ path }) => isAt(path, ['spec', key]));
  return [
    ...(differs('selector') ? [warning('its traffic goes to other pods')] : []),
    ...(differs('type') ? [warning('another type of Service: who can reach it changes')] : []),
  ];
}

import type { Change, Mark } from '../../core/change/change.ts';
import { type Risk, isAt } from './risk.ts';

export const RESEALED: Risk = { actions: ['update'], marksOf: sealed };

/** Each encryption of a value makes another ciphertext, even if the value is the same. */
function sealed({ subject: { kind }, fields }: Change): Mark[] {
  if (kind !== 'bitnami.com/SealedSecret') return [];
  const differs = fields.some(
    ({ path, before, after }) =>
      isAt(path, ['spec', 'encryptedData']) && before !== undefined && after !== undefined,
  );
  return differs ? [{ level: 'note', text: TEXT }] : [];
}

const TEXT =
  'its ciphertext differs, as it does after each encryption: whether a value changes cannot be seen from it';

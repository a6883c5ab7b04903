import { OpsError } from '../core/errors.ts';

/**
 * The time of GitHub's answer by its own clock: whole seconds, in milliseconds since the epoch. Plumbline's clock never
 * decides which of two events came first.
 */
export function timeOf({ headers }: { readonly headers: { readonly date?: string | undefined } }): number {
  const time = Date.parse(headers.date ?? '');
  if (!Number.isNaN(time)) return time;
  throw new OpsError({
    code: 'invalid',
    subject: 'GitHub',
    message:
      'its answer has no "Date", so it cannot be told what was on show when. Let the proxy in between keep that header.',
  });
}

import { OpsError } from '../core/errors.ts';

/**
 * When GitHub answered, by its own clock: whole seconds, in milliseconds since the epoch. No clock of ours decides
 * what was seen first.
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

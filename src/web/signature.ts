import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether GitHub signed these bytes with one of the secrets: SHA-256 over the raw body, compared in constant time.
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const bytes = Buffer.from(given, 'hex');
  // Each is tried, whichever fits: how long it takes tells nothing.
  const fits = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), bytes),
  );
  return fits.includes(true);
}

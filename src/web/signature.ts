import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** Whether the header could be a signature at all: without one, a request is nobody's delivery and need not be read. */
export function looksSigned(header: string | undefined): header is string {
  return SIGNATURE.test(header ?? '');
}

/**
 * Whether GitHub signed these bytes with one of the secrets: SHA-256 over the raw body, compared in constant time.
 * @param parts the body, in pieces
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(parts: readonly Uint8Array[], header: string, secrets: readonly string[]): boolean {
  const given = SIGNATURE.exec(header)?.[1];
  if (given === undefined) return false;
  const bytes = Buffer.from(given, 'hex');
  // Each secret is tried, whichever fits: the time tells nothing.
  const fits = secrets.map((secret) => timingSafeEqual(digestOf(parts, secret), bytes));
  return fits.includes(true);
}

function digestOf(parts: readonly Uint8Array[], secret: string): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

import { OpsError } from '../core/errors.ts';

/** The fewest characters of a secret. */
export const SHORTEST = 16;

/**
 * Checks a webhook secret: Probot would take `development` where there is none.
 * @throws OpsError for one that is missing, too short or well known
 */
export function requireSecret(secret: string): string {
  if (secret.length >= SHORTEST && secret !== 'development') return secret;
  throw new OpsError({
    code: 'invalid-config',
    subject: 'PLUMBLINE_WEBHOOK_SECRET',
    message: `it must have ${SHORTEST} characters or more, and be nobody's default. Make one with: openssl rand -hex 32`,
  });
}

import { z } from 'zod';
import type { CheckReference } from '../ports/checks.ts';

const FIELDS = z.object({
  pull: z.int(),
  environment: z.string().optional(),
  fingerprint: z.string().optional(),
  shownAt: z.int().optional(),
  basis: z.string().optional(),
});

/** The reference that plumbline's check run carries as `external_id`. Any other content is refused as malformed. */
export const REFERENCE = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'it is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(FIELDS)
  .transform(given);

/** The reference without undefined fields: they are absent instead. */
function given({ pull, environment, fingerprint, shownAt, basis }: z.infer<typeof FIELDS>): CheckReference {
  return {
    pull,
    ...(environment !== undefined && { environment }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(shownAt !== undefined && { shownAt }),
    ...(basis !== undefined && { basis }),
  };
}

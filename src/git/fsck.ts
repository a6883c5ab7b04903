import { OpsError } from '../core/errors.ts';
import { firstLine } from './git.ts';

/** Findings about names and dates of commits, and spellings of modes: harmless, and frequent in old repositories. */
const HARMLESS =
  'badDate badDateOverflow badEmail badName badTimezone missingEmail missingNameBeforeEmail missingSpaceBeforeDate missingSpaceBeforeEmail multipleAuthors zeroPaddedDate zeroPaddedFilemode';

/** Git checks every fetched object, above all the names in trees, and refuses a whole pack for one bad object. */
export const CHECK_OBJECTS = [
  'transfer.fsckObjects=true',
  'fetch.fsckObjects=true',
  ...HARMLESS.split(' ').map((id) => `fetch.fsck.${id}=ignore`),
].flatMap((setting) => ['-c', setting]);

/**
 * The refusal for a bad object that Git found while fetching; undefined where the fetch failed for another reason.
 * @param subject the repository
 */
export function refusedObject(subject: string, stderr: string): OpsError | undefined {
  const found = stderr.split('\n').find((line) => /\bobject [0-9a-f]{40,64}: \w+: /.test(line));
  if (found === undefined) return undefined;
  return new OpsError({
    code: 'invalid-source',
    subject,
    message: `its commits hold what Git itself refuses: ${firstLine(found)}. Remove it from each commit of the branch, and push again.`,
  });
}

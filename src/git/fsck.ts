import { OpsError } from '../core/errors.ts';
import { firstLine } from './git.ts';

/** Findings about who made a commit when, and how a mode is spelt: old repositories are full of them, and they lead nowhere. */
const HARMLESS =
  'badDate badDateOverflow badEmail badName badTimezone missingEmail missingNameBeforeEmail missingSpaceBeforeDate missingSpaceBeforeEmail multipleAuthors zeroPaddedDate zeroPaddedFilemode';

/** Git looks at every object that it fetches, above all at the names in trees, and takes none of a pack with a bad one. */
export const CHECK_OBJECTS = [
  'transfer.fsckObjects=true',
  'fetch.fsckObjects=true',
  ...HARMLESS.split(' ').map((id) => `fetch.fsck.${id}=ignore`),
].flatMap((setting) => ['-c', setting]);

/**
 * What Git found in what it was to fetch; undefined where it failed for another reason.
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

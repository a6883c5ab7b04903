import { OpsError } from '../../core/errors.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { Base } from '../configuration/read-base.ts';

/** Refuses a head that differs between GitHub's API and its Git, which may be a moment apart. */
export function refuseMoved({ repository, number, head }: PullRequest, { commits }: Base): void {
  const fetched = commits.pull(number);
  if (fetched === head.sha) return;
  throw new OpsError({
    code: 'conflict',
    subject: `${repository.name}#${number}`,
    message: `its head is ${head.sha.slice(0, 7)} to GitHub's API and ${fetched.slice(0, 7)} to Git. It is looked at again.`,
    retryable: true,
  });
}

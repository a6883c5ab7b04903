import { ZEROS } from '../git/zeros.ts';
import type { RefChange, World } from '../world/world.ts';
import type { PullIssue } from './present.ts';

/**
 * The commit by which a movement of the base brought the pull request's head there, without the merge button.
 * Undefined: it did not.
 */
export async function landedBy(
  world: World,
  { pull }: PullIssue,
  { repository, before, after }: RefChange,
): Promise<string | undefined> {
  if (before === ZEROS || after === ZEROS) return undefined;
  const git = world.git(repository);
  const has = async (tip: string) => (await git.mergeBase(pull.head.sha, tip)) === pull.head.sha;
  if ((await has(before)) || !(await has(after))) return undefined;
  for (const { sha } of await git.log(before, after)) if (await has(sha)) return sha;
  return after;
}

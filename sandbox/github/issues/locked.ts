import { type Call, HttpError } from '../server/route.ts';
import type { Issue, Repository } from '../world/model.ts';

const DOCS = 'https://docs.github.com/articles/locking-conversations/';

/**
 * In a locked conversation only people with the right to push speak, and no App does.
 * @throws HttpError 403
 * @see https://github.com/probot/stale/issues/25
 */
export function checkMaySpeak({ world, actor }: Call, repository: Repository, issue: Issue): void {
  if (!issue.locked) return;
  const role = actor.kind === 'user' ? world.roleOf(actor.account, repository) : undefined;
  if (role === 'write' || role === 'maintain' || role === 'admin') return;
  throw new HttpError(403, 'Unable to create comment because issue is locked.', { docs: DOCS });
}

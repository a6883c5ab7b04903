import { z } from 'zod';
import { emitPull } from '../pulls/events.ts';
import { isPull, issueIn } from '../pulls/find.ts';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf } from '../server/route.ts';
import type { Issue, LockReason, Repository } from '../world/model.ts';
import { checkMayWrite } from './comment-routes.ts';
import { presentIssue } from './present.ts';

const PATH = '/repos/{owner}/{repo}/issues/{issue_number}/lock';

export const lockRoutes: readonly Route[] = [
  { method: 'PUT', path: PATH, handle: lock },
  { method: 'DELETE', path: PATH, handle: unlock },
];

const LOCK = z.object({ lock_reason: z.enum(['off-topic', 'too heated', 'resolved', 'spam']).optional() });

async function lock(call: Call): Promise<Reply> {
  const { repository, issue } = issueIn(call);
  const { lock_reason: reason = null } = readBody(call, LOCK);
  return set(call, repository, issue, true, reason);
}

async function unlock(call: Call): Promise<Reply> {
  const { repository, issue } = issueIn(call);
  return set(call, repository, issue, false, null);
}

async function set(
  call: Call,
  repository: Repository,
  issue: Issue,
  locked: boolean,
  lockReason: LockReason | null,
): Promise<Reply> {
  checkMayWrite(call, issue);
  if (issue.locked !== locked) {
    Object.assign(issue, { locked, lockReason });
    await tell(call, repository, issue, locked ? 'locked' : 'unlocked');
  }
  return { status: 204 };
}

async function tell(
  { world, actor }: Call,
  repository: Repository,
  issue: Issue,
  action: string,
): Promise<void> {
  const sender = authorOf(actor);
  if (isPull(issue)) return emitPull(world, repository, issue, sender, action);
  const payload = { issue: presentIssue(world, repository, issue) };
  world.emit({ name: 'issues', action, repository, sender, payload });
}

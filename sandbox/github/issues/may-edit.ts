import { type Call, HttpError, authorOf } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';

/** What one wrote oneself; what others wrote only with the right to push. @throws HttpError 403 */
export function checkMayEdit(
  { world, actor }: Call,
  repository: Repository,
  written: { readonly author: Account },
): void {
  const author = authorOf(actor);
  const role = actor.kind === 'user' ? world.roleOf(author, repository) : 'write';
  if (written.author !== author && (role === 'read' || role === 'triage' || role === undefined))
    throw new HttpError(403, 'Must have push access to the repository.');
}

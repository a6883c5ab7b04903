import { mayMove } from '../git/protected.ts';
import { type Call, HttpError, authorOf } from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import { type Movement, violationMessage, violationsOf } from './violations.ts';

/**
 * Refuses a movement through the API that rulesets or the protection forbid.
 * @param status what this operation answers with
 * @throws HttpError with GitHub's words
 */
export function refuseMovement(
  call: Call,
  repository: Repository,
  movement: Omit<Movement, 'repository' | 'actor'>,
  status: 409 | 422,
): void {
  const actor = authorOf(call.actor);
  const broken = violationsOf(call.world, { repository, actor, ...movement });
  if (broken.length > 0) throw new HttpError(status, violationMessage(broken));
  const protection = repository.protection.get(movement.ref.replace('refs/heads/', ''));
  if (protection === undefined) return;
  if (movement.forced || !mayMove(call.world, repository, actor, protection))
    throw new HttpError(status, PROTECTED[status]);
}

const PROTECTED = {
  409: 'Could not update file: Changes must be made through a pull request.',
  422: 'Protected branch: changes must be made through a pull request.',
};

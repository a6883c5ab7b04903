import type { Call } from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import { isCovered } from '../world/state.ts';

export function isVisible({ world, actor }: Call, repository: Repository): boolean {
  if (actor.kind === 'installation') return isCovered(actor.installation, repository);
  return actor.kind === 'user' && world.roleOf(actor.account, repository) !== undefined;
}

/** GitHub's words for an id that names nothing, or nothing that the caller may see. */
export function unresolved(id: string): Error {
  return new Error(`Could not resolve to a node with the global id of '${id}'.`);
}

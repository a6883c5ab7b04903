import type { Account, Repository } from '../world/model.ts';
import type { World } from '../world/world.ts';
import type { NewCommit, Signature } from './git-repository.ts';

/** How an account signs what it commits through GitHub: by its public address, or one that GitHub keeps for it. */
export function signatureOf(world: World, account: Account): Signature {
  const email = account.email ?? `${account.id}+${account.login}@users.noreply.github.com`;
  return { name: account.name ?? account.login, email, date: world.now() };
}

/** Who commits what is made on GitHub's own pages. */
export function webFlow(world: World): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', date: world.now() };
}

/** A commit that GitHub makes for somebody, and signs. */
export async function commitByWebFlow(
  world: World,
  repository: Repository,
  commit: Omit<NewCommit, 'committer'>,
): Promise<string> {
  const sha = await world.git(repository).writeCommit({ ...commit, committer: webFlow(world) });
  world.signed.add(sha);
  return sha;
}

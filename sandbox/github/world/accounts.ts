import type { Account } from './model.ts';
import type { World } from './world.ts';

/** Everybody who could have written a commit: members of organizations, collaborators, bots. */
export function allAccounts(world: World): readonly Account[] {
  const logins = new Set([
    'web-flow',
    ...world.organizations().flatMap(({ members }) => [...members.keys()]),
    ...world.repositories().flatMap(({ collaborators, owner }) => [...collaborators.keys(), owner.login]),
    ...world.apps().map(({ bot }) => bot.login),
  ]);
  return [...logins].flatMap((login) => world.account(login) ?? []);
}

import { pullsOf } from '../pulls/find.ts';
import type { Account, Repository } from '../world/model.ts';
import { presentOrganization, presentAccount } from '../world/present-account.ts';
import type { State } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** Gives a repository another name. The one before leads to it until somebody else takes it. */
export function rename(world: World, state: State, repository: Repository, name: string, by: Account): void {
  const from = repository.name;
  move(world, state, repository, repository.owner, name);
  const payload = { changes: { repository: { name: { from } } } };
  world.emit({ name: 'repository', action: 'renamed', repository, sender: by, payload });
}

/** Gives a repository to somebody else: to Apps that are not installed there it is gone. */
export function transfer(
  world: World,
  state: State,
  repository: Repository,
  owner: Account,
  by: Account,
  name = repository.name,
): void {
  const before = repository.owner;
  const from =
    before.type === 'Organization'
      ? { organization: presentOrganization(world, before) }
      : { user: presentAccount(world, before) };
  move(world, state, repository, owner, name);
  const payload = { changes: { owner: { from } } };
  world.emit({ name: 'repository', action: 'transferred', repository, sender: by, payload });
}

function move(world: World, state: State, repository: Repository, owner: Account, name: string): void {
  const from = repository.fullName;
  const to = `${owner.login}/${name}`;
  Object.assign(repository, { owner, name, fullName: to });
  state.repositories.delete(from.toLowerCase());
  state.repositories.set(to.toLowerCase(), repository);
  state.redirects.set(from.toLowerCase(), repository.id);
  state.redirects.delete(to.toLowerCase());
  for (const named of namesOfRepositories(world, state)) if (named.delete(from)) named.add(to);
  for (const { teams } of world.organizations())
    for (const { repositories } of teams.values()) {
      const role = repositories.get(from);
      if (role !== undefined && repositories.delete(from)) repositories.set(to, role);
    }
  for (const each of world.repositories()) {
    if (each.parent === from) each.parent = to;
    for (const { pull } of pullsOf(each)) if (pull.head.repository === from) pull.head.repository = to;
  }
}

function namesOfRepositories(world: World, state: State): Set<string>[] {
  const tokens = [...state.installationTokens.values()].flatMap(({ repositories }) =>
    repositories === undefined ? [] : [repositories],
  );
  return [...world.installations().map(({ repositories }) => repositories), ...tokens];
}

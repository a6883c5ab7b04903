import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  notFound,
  repositoryOf,
  roleIn,
} from '../server/route.ts';
import type { Account, Repository, Role } from '../world/model.ts';
import { presentAccount } from '../world/present-account.ts';
import { permissionsOf, presentFullRepository } from './present.ts';

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    permission: { name: 'metadata', level: 'read' },
    handle: (call) => ({
      status: 200,
      body: presentFullRepository(call.world, repositoryOf(call), roleIn(call)),
    }),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators',
    permission: { name: 'metadata', level: 'read' },
    paged: true,
    handle: listCollaborators,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    permission: { name: 'metadata', level: 'read' },
    handle: readPermission,
  },
  { method: 'GET', path: '/user', handle: ownUser },
  { method: 'GET', path: '/users/{username}', handle: readUser },
];

function listCollaborators(call: Call): Reply {
  const repository = repositoryOf(call);
  const accounts = [...repository.collaborators.keys()].flatMap((login) => call.world.account(login) ?? []);
  return { status: 200, body: accounts.map((account) => collaborator(call, repository, account)) };
}

function readPermission(call: Call): Reply {
  const repository = repositoryOf(call);
  const account = call.world.account(call.params['username'] ?? '');
  if (account === undefined) throw notFound();
  const role = call.world.roleOf(account, repository);
  const user = collaborator(call, repository, account);
  return { status: 200, body: { permission: LEGACY[role ?? 'none'], role_name: role ?? 'none', user } };
}

/** The older field knows four levels only. */
const LEGACY: Readonly<Record<Role | 'none', string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function collaborator({ world }: Call, repository: Repository, account: Account) {
  const role = world.roleOf(account, repository);
  const permissions = permissionsOf(role);
  return { ...presentAccount(world, account), permissions, role_name: role ?? 'none' };
}

function ownUser({ world, actor }: Call): Reply {
  if (actor.kind !== 'user') throw new HttpError(403, 'Resource not accessible by integration');
  return { status: 200, body: publicUser(world, actor.account) };
}

function readUser({ world, params }: Call): Reply {
  const account = world.account(params['username'] ?? '');
  if (account === undefined) throw notFound();
  return { status: 200, body: publicUser(world, account) };
}

function publicUser(world: Call['world'], account: Account) {
  return {
    ...presentAccount(world, account),
    name: account.name ?? null,
    company: null,
    blog: '',
    location: null,
    email: account.email ?? null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: world.now(),
    updated_at: world.now(),
  };
}

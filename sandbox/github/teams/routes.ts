import { presentTeam } from '../pulls/present.ts';
import { presentMinimalRepository } from '../repositories/present.ts';
import { type Call, type Reply, type Route, notFound } from '../server/route.ts';
import type { Organization, Team } from '../world/model.ts';
import { presentAccount, presentOrganization } from '../world/present-account.ts';
import { childrenOf, membersOf } from './nested.ts';

const READ = { name: 'members', level: 'read' } as const;
const ORG = '/orgs/{org}';
const TEAM = `${ORG}/teams/{team_slug}`;

export const teamRoutes: readonly Route[] = [
  { method: 'GET', path: `${ORG}/teams`, permission: READ, paged: true, handle: list },
  { method: 'GET', path: TEAM, permission: READ, handle: read },
  { method: 'GET', path: `${TEAM}/members`, permission: READ, paged: true, handle: members },
  { method: 'GET', path: `${TEAM}/memberships/{username}`, permission: READ, handle: membership },
  { method: 'GET', path: `${TEAM}/teams`, permission: READ, paged: true, handle: children },
  { method: 'GET', path: `${TEAM}/repos`, permission: READ, paged: true, handle: repositories },
  { method: 'GET', path: `${ORG}/members/{username}`, permission: READ, handle: isMember },
  { method: 'GET', path: `${ORG}/memberships/{username}`, permission: READ, handle: organizationMembership },
];

/** Teams are told to members of the organization, and to Apps installed there. */
function organizationIn({ world, params, actor }: Call): Organization {
  const organization = world.organization(params['org'] ?? '');
  const inside =
    actor.kind === 'installation'
      ? actor.installation.account.login === organization?.account.login
      : actor.kind === 'user' && organization?.members.has(actor.account.login) === true;
  if (organization === undefined || !inside) throw notFound();
  return organization;
}

function teamIn(call: Call): { organization: Organization; team: Team } {
  const organization = organizationIn(call);
  const team = organization.teams.get(call.params['team_slug'] ?? '');
  if (team === undefined) throw notFound();
  return { organization, team };
}

function list(call: Call): Reply {
  const organization = organizationIn(call);
  const teams = [...organization.teams.values()];
  return { status: 200, body: teams.map((team) => presentTeam(call.world, organization, team)) };
}

function read(call: Call): Reply {
  const { organization, team } = teamIn(call);
  const { world } = call;
  const { account } = organization;
  const body = {
    ...presentTeam(world, organization, team),
    created_at: world.now(),
    updated_at: world.now(),
    members_count: membersOf(organization, team).size,
    repos_count: team.repositories.size,
    organization: {
      ...presentOrganization(world, account),
      html_url: `${world.url}/${account.login}`,
      has_organization_projects: false,
      has_repository_projects: false,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: world.now(),
      updated_at: world.now(),
      archived_at: null,
      type: 'Organization',
    },
  };
  return { status: 200, body };
}

function members(call: Call): Reply {
  const { organization, team } = teamIn(call);
  const accounts = [...membersOf(organization, team).keys()].flatMap(
    (login) => call.world.account(login) ?? [],
  );
  return { status: 200, body: accounts.map((account) => presentAccount(call.world, account)) };
}

function children(call: Call): Reply {
  const { organization, team } = teamIn(call);
  const found = childrenOf(organization, team);
  return {
    status: 200,
    body: found.map((each) => presentTeam(call.world, organization, each)),
  };
}

function membership(call: Call): Reply {
  const { organization, team } = teamIn(call);
  const login = call.world.account(call.params['username'] ?? '')?.login ?? '';
  const role = membersOf(organization, team).get(login);
  if (role === undefined) throw notFound();
  const url = `${call.world.apiUrl}/organizations/${organization.account.id}/team/${team.id}/memberships/${login}`;
  return { status: 200, body: { url, role, state: 'active' } };
}

function repositories(call: Call): Reply {
  const { team } = teamIn(call);
  const found = [...team.repositories.keys()].flatMap((name) => call.world.repository(name) ?? []);
  return { status: 200, body: found.map((repository) => presentMinimalRepository(call.world, repository)) };
}

function isMember(call: Call): Reply {
  const { members: all } = organizationIn(call);
  return { status: all.has(call.params['username'] ?? '') ? 204 : 404 };
}

function organizationMembership(call: Call): Reply {
  const { account, members: all } = organizationIn(call);
  const user = call.world.account(call.params['username'] ?? '');
  const role = all.get(user?.login ?? '');
  if (user === undefined || role === undefined) throw notFound();
  const { world } = call;
  const url = `${world.apiUrl}/orgs/${account.login}/memberships/${user.login}`;
  const organization_url = `${world.apiUrl}/orgs/${account.login}`;
  const organization = presentOrganization(world, account);
  return {
    status: 200,
    body: { url, state: 'active', role, organization_url, organization, user: presentAccount(world, user) },
  };
}

import type { Organization, Role, Team } from '../world/model.ts';

/** Members of a team, those of the teams below it included. */
export function membersOf(organization: Organization, team: Team): Map<string, 'member' | 'maintainer'> {
  const below = childrenOf(organization, team).flatMap((child) => [...membersOf(organization, child).keys()]);
  return new Map([...below.map((login) => [login, 'member'] as const), ...team.members]);
}

export function childrenOf({ teams }: Organization, { slug }: Team): Team[] {
  return [...teams.values()].filter(({ parent }) => parent === slug);
}

/** Roles that the team has in the repository: its own, and those of the teams above it. */
export function rolesIn(organization: Organization, team: Team, fullName: string): (Role | undefined)[] {
  const parent = organization.teams.get(team.parent ?? '');
  return [
    team.repositories.get(fullName),
    ...(parent === undefined ? [] : rolesIn(organization, parent, fullName)),
  ];
}

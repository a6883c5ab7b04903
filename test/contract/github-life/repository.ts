import { type Cast, SHOP } from './ask.ts';

export async function theRepository({ ada }: Cast): Promise<void> {
  await ada('GET /user');
  await ada('GET /users/grace');
  await ada(`GET ${SHOP}`);
  await ada(`GET ${SHOP}/collaborators`);
  await ada(`GET ${SHOP}/collaborators/grace/permission`);
}

export async function theOrganization({ ada }: Cast): Promise<void> {
  await ada('GET /orgs/acme/teams');
  await ada('GET /orgs/acme/teams/sre');
  await ada('GET /orgs/acme/teams/sre/members');
  await ada('GET /orgs/acme/teams/sre/memberships/grace');
  await ada('GET /orgs/acme/teams/sre/teams');
  await ada('GET /orgs/acme/teams/sre/repos');
  await ada('GET /orgs/acme/members/grace');
  await ada('GET /orgs/acme/memberships/grace');
}

import type { Cast } from './ask.ts';

/** An installation of selected repositories, to its end. */
export async function installations({ site }: Cast): Promise<void> {
  const { admin, world } = site.github;
  await admin.createOrganization({ login: 'umbrella', members: { grace: 'admin' } });
  const tent = await admin.createRepository({ owner: 'umbrella', name: 'tent' });
  const installation = await admin.install(site.app.app, tent.owner, { repositories: ['umbrella/tent'] });
  const stand = await admin.createRepository({ owner: 'umbrella', name: 'stand' });
  const grace = world.account('grace');
  admin.addRepositories(installation, [stand], grace);
  admin.removeRepositories(installation, [tent], grace);
  admin.acceptPermissions(installation, grace);
  admin.suspend(installation, grace);
  admin.unsuspend(installation, grace);
  admin.uninstall(installation, grace);
}

import { type Cast, SHOP } from './ask.ts';

/** What an owner decides about a repository. */
export async function settings({ site, ada, grace }: Cast): Promise<void> {
  const { admin } = site.github;
  const ruleset = admin.addRuleset(site.repository, {
    name: 'Releases',
    include: ['refs/heads/release/**'],
    rules: [
      { type: 'creation' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: { required_approving_review_count: 1, dismiss_stale_reviews_on_push: true },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: 'plan', integration_id: site.app.app.id }],
        },
      },
    ],
  });
  await ada(`GET ${SHOP}/rules/branches/release/1`);
  await ada(`GET ${SHOP}/rulesets`);
  await ada(`GET ${SHOP}/rulesets/${ruleset.id}`);
  await ada(`PATCH ${SHOP}`, { description: 'What we sell' });
  await ada(`PATCH ${SHOP}`, { default_branch: 'queued' });
  await ada(`PATCH ${SHOP}`, { default_branch: 'main' });
  await ada(`PATCH ${SHOP}`, { archived: true });
  await ada(`PATCH ${SHOP}`, { archived: false });
  await ada(`PATCH ${SHOP}`, { name: 'store' });
  await ada(`GET ${SHOP}`);
  await ada(`PATCH ${SHOP}`, { name: 'shop' });
  await admin.createOrganization({ login: 'holding', members: { ada: 'admin' } });
  const books = await admin.createRepository({ owner: 'acme', name: 'books' });
  await admin.install(site.app.app, site.github.world.account('holding') ?? books.owner, {});
  await ada('POST /repos/acme/books/transfer', { new_owner: 'holding' });
  await admin.createRepository({ owner: 'grace', name: 'notes' });
  await grace('POST /repos/grace/notes/transfer', { new_owner: 'holding' });
}

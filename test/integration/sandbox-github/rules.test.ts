import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

const SHOP = '/repos/acme/shop';
const PULL = {
  type: 'pull_request',
  parameters: { required_approving_review_count: 1, dismiss_stale_reviews_on_push: false },
} as const;

describe('U59: a ruleset', () => {
  it('refuses what it forbids, in GitHub’s words, by the API and by Git', async () => {
    const site = await startSite();
    const { api, tokens } = site;
    const { admin } = site.github;
    const checks = {
      type: 'required_status_checks',
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: [{ context: 'plan', integration_id: site.app.app.id }],
      },
    } as const;
    admin.addRuleset(site.repository, { name: 'Main', rules: [PULL, checks, { type: 'deletion' }] });
    admin.addRuleset(site.repository, {
      name: 'No drift',
      include: ['refs/heads/plumbline/**'],
      rules: [{ type: 'creation' }],
    });
    const sha = await site.github.world.git(site.repository).resolve('main');
    const app = await site.installationToken();
    const created = await api(app, `POST ${SHOP}/git/refs`, { ref: 'refs/heads/plumbline/drift/a', sha });
    expect([created.status, created.body.message]).toEqual([
      422,
      'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
    ]);
    const content = Buffer.from('x').toString('base64');
    const put = await api(tokens.ada, `PUT ${SHOP}/contents/x.txt`, { message: 'x', content });
    expect([put.status, put.body.message]).toEqual([
      409,
      'Repository rule violations found\n\nChanges must be made through a pull request.\n\nRequired status check "plan" is expected.\n\n',
    ]);
    const folder = await site.clone(tokens.ada);
    const { stderr } = await site.git(folder, 'push', 'origin', 'feature:main');
    expect(stderr).toContain('remote: error: GH013: Repository rule violations found for refs/heads/main.');
    expect(stderr).toContain('remote: - Changes must be made through a pull request.');
    expect(stderr).toContain('(push declined due to repository rule violations)');
    const { body } = await api(app, `GET ${SHOP}/rules/branches/main`);
    expect(body).toMatchObject([
      { type: 'pull_request' },
      { type: 'required_status_checks' },
      { type: 'deletion' },
    ]);
  });

  it('asks of a pull request what a protection asks, and lets only its own App’s check count', async () => {
    const site = await startSite({
      permissions: { contents: 'write', checks: 'write', pull_requests: 'write' },
    });
    const { api, tokens } = site;
    const folder = await site.clone(tokens.grace);
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    site.github.admin.addRuleset(site.repository, { name: 'Main', rules: [PULL] });
    const pull = { title: 'T', head: 'feature', base: 'main' };
    await api(tokens.grace, `POST ${SHOP}/pulls`, pull);
    const refused = await api(tokens.ada, `PUT ${SHOP}/pulls/1/merge`);
    expect(refused.body.message).toContain('At least 1 approving review is required');
    await api(tokens.ada, `POST ${SHOP}/pulls/1/reviews`, { event: 'APPROVE' });
    expect((await api(tokens.grace, `PUT ${SHOP}/pulls/1/merge`)).status).toBe(200);
  });

  it('of before is a protection, which refuses as it always did', async () => {
    const site = await startSite();
    site.github.admin.protectBranch(site.repository, 'main', {
      requiredChecks: [{ context: 'plan' }],
      strict: false,
      requiredApprovals: 0,
      dismissStale: false,
      enforceAdmins: true,
    });
    const folder = await site.clone(site.tokens.ada);
    const { stderr } = await site.git(folder, 'push', 'origin', 'feature:main');
    expect(stderr).toContain('remote: error: GH006: Protected branch update failed for refs/heads/main.');
    expect(stderr).toContain('(protected branch hook declined)');
  });
});

describe('U59: a team within a team', () => {
  it('has the roles of the one above, and its members are members there', async () => {
    const site = await startSite({ permissions: { members: 'read' } });
    const { admin, world } = site.github;
    await admin.createOrganization({
      login: 'umbrella',
      members: { ada: 'admin', grace: 'member' },
      teams: { ops: [], 'ops-night': { members: ['grace'], parent: 'ops' } },
    });
    const owned = await admin.createRepository({ owner: 'umbrella', name: 'tent', private: true });
    world.organization('umbrella')?.teams.get('ops')?.repositories.set('umbrella/tent', 'write');
    expect(world.roleOf(world.account('grace') ?? owned.owner, owned)).toBe('write');
    const { api, tokens } = site;
    const ops = '/orgs/umbrella/teams/ops';
    expect((await api(tokens.ada, `GET ${ops}/members`)).body).toMatchObject([{ login: 'grace' }]);
    expect((await api(tokens.ada, `GET ${ops}/memberships/grace`)).body.state).toBe('active');
    expect((await api(tokens.ada, `GET ${ops}/teams`)).body).toMatchObject([
      { slug: 'ops-night', parent: { slug: 'ops' } },
    ]);
  });
});

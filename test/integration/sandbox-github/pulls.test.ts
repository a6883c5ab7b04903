import { describe, expect, it } from 'vitest';
import { type Login, type Site, startSite } from './site.ts';

const PULLS = '/repos/acme/shop/pulls';
const EVENTS = ['pull_request', 'pull_request_review'];

async function proposed(site: Site, branch = 'feature', base = 'main'): Promise<number> {
  const folder = await site.clone(site.tokens.ada, branch);
  await site.git(folder, 'push', '--quiet', 'origin', branch);
  const body = { title: branch, head: branch, base };
  return (await site.api(site.tokens.ada, `POST ${PULLS}`, body)).body.number as number;
}

async function pushTo(site: Site, by: Login, from: string, to: string) {
  const folder = await site.clone(site.tokens[by], `local-${by}`);
  const source = from === '' ? '' : `origin/${from}`;
  return site.git(folder, 'push', 'origin', `${source}:refs/heads/${to}`);
}

async function told(site: Site): Promise<readonly string[]> {
  await site.github.settled();
  return site.receiver.received.map(({ event, payload }) => `${event}.${payload.action}`);
}

describe('U59: a pull request', () => {
  it('is merged by a push that brings its commits to the base', async () => {
    const site = await startSite({ events: EVENTS });
    await proposed(site);
    expect((await pushTo(site, 'grace', 'feature', 'main')).code).toBe(0);
    const { body } = await site.api(site.tokens.ada, `GET ${PULLS}/1`);
    expect(body).toMatchObject({ state: 'closed', merged: true, merged_by: { login: 'grace' } });
    expect(body.merge_commit_sha).toBe(body.head.sha);
    expect(await told(site)).toEqual(['pull_request.opened', 'pull_request.closed']);
    expect(site.receiver.received[1]?.payload.pull_request.merged).toBe(true);
  });

  it('is closed when its base is deleted, and not merged', async () => {
    const site = await startSite({ events: EVENTS });
    await pushTo(site, 'ada', 'main', 'develop');
    await proposed(site, 'feature', 'develop');
    await pushTo(site, 'ada', '', 'develop');
    const { body } = await site.api(site.tokens.ada, `GET ${PULLS}/1`);
    expect(body).toMatchObject({ state: 'closed', merged: false });
  });

  it('goes to another base, which is told with the one before; twins are refused', async () => {
    const site = await startSite({ events: EVENTS });
    await pushTo(site, 'ada', 'main', 'develop');
    await proposed(site);
    const { api, tokens } = site;
    const second = { title: 'Second', head: 'feature', base: 'develop' };
    expect((await api(tokens.ada, `POST ${PULLS}`, second)).status).toBe(201);
    const twin = await api(tokens.ada, `PATCH ${PULLS}/1`, { base: 'develop' });
    expect(twin.body.errors[0].message).toBe('A pull request already exists for acme:feature.');
    await api(tokens.ada, `PATCH ${PULLS}/2`, { state: 'closed' });
    expect((await api(tokens.eve, `PATCH ${PULLS}/1`, { base: 'develop' })).status).toBe(403);
    expect((await api(tokens.ada, `PATCH ${PULLS}/1`, { base: 'develop' })).body.base.ref).toBe('develop');
    await told(site);
    const edited = site.receiver.received.find(({ payload }) => payload.action === 'edited');
    expect(edited?.payload.changes.base.ref.from).toBe('main');
  });

  it('loses its approvals by a push where the protection says so, and each loss is told', async () => {
    const site = await startSite({ events: EVENTS });
    site.github.admin.protectBranch(site.repository, 'main', {
      requiredChecks: [{ context: 'plan' }],
      strict: false,
      requiredApprovals: 1,
      dismissStale: true,
      enforceAdmins: false,
    });
    await proposed(site);
    await site.api(site.tokens.grace, `POST ${PULLS}/1/reviews`, { event: 'APPROVE' });
    const folder = await site.clone(site.tokens.ada, 'more');
    await site.git(folder, 'checkout', '--quiet', 'feature');
    await site.git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'More');
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    expect(await told(site)).toContain('pull_request_review.dismissed');
    const merge = await site.api(site.tokens.grace, `PUT ${PULLS}/1/merge`);
    expect([merge.status, merge.body.message]).toEqual([405, 'Required status check "plan" is expected.']);
    expect((await site.api(site.tokens.ada, `PUT ${PULLS}/1/merge`)).status).toBe(200);
  });

  it('is brought up to date by GitHub’s own hand, which signs what it makes', async () => {
    const site = await startSite();
    await proposed(site);
    const content = Buffer.from('meanwhile').toString('base64');
    const put = { message: 'Meanwhile', content };
    await site.api(site.tokens.grace, 'PUT /repos/acme/shop/contents/other.txt', put);
    expect((await site.api(site.tokens.grace, `PUT ${PULLS}/1/update-branch`)).status).toBe(202);
    await site.api(site.tokens.ada, `PUT ${PULLS}/1/merge`);
    const { body } = await site.api(site.tokens.ada, 'GET /repos/acme/shop/commits?per_page=100');
    const made = (body as Made[]).map(({ commit, committer, author }) => [
      commit.message.split('\n')[0],
      author?.login,
      committer?.login,
      commit.verification.verified,
    ]);
    expect(made).toEqual(
      expect.arrayContaining([
        ['Merge pull request #1 from acme/feature', 'ada', 'web-flow', true],
        ["Merge branch 'main' into feature", 'grace', 'web-flow', true],
        ['On feature', 'ada', 'ada', false],
        ['Meanwhile', 'grace', 'grace', false],
      ]),
    );
  });
});

interface Made {
  readonly commit: { readonly message: string; readonly verification: { readonly verified: boolean } };
  readonly author: { readonly login: string } | null;
  readonly committer: { readonly login: string } | null;
}

describe('U59: a fork', () => {
  it('proposes, may be changed by maintainers if it allows it, and leaves its commits behind', async () => {
    const site = await startSite({ events: EVENTS });
    const { api, tokens, github } = site;
    await api(tokens.eve, 'POST /repos/acme/shop/forks', {});
    const content = Buffer.from('outside').toString('base64');
    await api(tokens.eve, 'PUT /repos/eve/shop/contents/new.txt', { message: 'New', content });
    const proposal = { title: 'Outside', head: 'eve:main', base: 'main' };
    const open = (await api(tokens.eve, `POST ${PULLS}`, proposal)).body;
    expect(open).toMatchObject({
      maintainer_can_modify: true,
      head: { label: 'eve:main', repo: { full_name: 'eve/shop', fork: true } },
    });
    await api(tokens.grace, 'PUT /repos/acme/shop/contents/b.txt', { message: 'Base', content });
    await api(tokens.eve, `PATCH ${PULLS}/1`, { maintainer_can_modify: false });
    expect((await api(tokens.grace, `PUT ${PULLS}/1/update-branch`)).status).toBe(403);
    await api(tokens.eve, `PATCH ${PULLS}/1`, { maintainer_can_modify: true });
    expect((await api(tokens.grace, `PUT ${PULLS}/1/update-branch`)).status).toBe(202);

    const fork = github.world.repository('eve/shop');
    if (fork === undefined) throw new Error('There is no fork.');
    github.admin.deleteRepository(fork);
    const orphan = (await api(tokens.ada, `GET ${PULLS}/1`)).body;
    expect([orphan.head.repo, orphan.head.label]).toEqual([null, 'eve:main']);
    expect((await api(tokens.ada, `PUT ${PULLS}/1/merge`)).status).toBe(200);
    const eve = github.world.account('eve');
    if (eve !== undefined) github.admin.deleteUser(eve);
    const [listed] = (await api(tokens.ada, `GET ${PULLS}?state=all`)).body as { user: null }[];
    expect(listed).toMatchObject({ user: null, head: { user: null, label: 'unknown repository' } });
  });
});

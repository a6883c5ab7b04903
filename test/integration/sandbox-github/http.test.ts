import { describe, expect, it } from 'vitest';
import { startSite } from './site.ts';

describe('the REST API', () => {
  it('gives lists in pages, with links to the others', async () => {
    const site = await startSite();
    const sha = (await site.github.world.git(site.repository).resolve('refs/heads/main')) ?? '';
    for (const name of ['a', 'b', 'c', 'd']) {
      const ref = { ref: `refs/heads/${name}`, sha };
      expect((await site.api(site.tokens.ada, 'POST /repos/acme/shop/git/refs', ref)).status).toBe(201);
    }
    const answer = await site.api(site.tokens.ada, 'GET /repos/acme/shop/branches?per_page=2&page=2');
    expect(answer.body).toMatchObject([{ name: 'c' }, { name: 'd' }]);
    const link = answer.headers.get('link') ?? '';
    expect([...link.matchAll(/[?&]page=(\d+).*?rel="(\w+)"/g)].map(([, page, rel]) => [rel, page])).toEqual(
      expect.arrayContaining([
        ['prev', '1'],
        ['first', '1'],
        ['next', '3'],
        ['last', '3'],
      ]),
    );
    const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';
    expect((await site.api(site.tokens.ada, `GET ${next}`)).body).toMatchObject([{ name: 'main' }]);
  });

  it('answers 304 to whoever has it already, until it changes', async () => {
    const site = await startSite();
    const request = 'GET /repos/acme/shop/branches';
    const first = await site.api(site.tokens.ada, request);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const same = await site.api(site.tokens.ada, request, undefined, headers);
    expect(same).toMatchObject({ status: 304, body: '' });
    // It is free.
    const left = 'x-ratelimit-remaining';
    expect(same.headers.get(left)).toBe(first.headers.get(left));
    expect((await site.api(site.tokens.grace, request, undefined, headers)).status).toBe(200);
    site.repository.protection.set('main', {
      requiredChecks: [],
      strict: false,
      requiredApprovals: 0,
      dismissStale: false,
      enforceAdmins: false,
    });
    const changed = await site.api(site.tokens.ada, request, undefined, headers);
    expect(changed).toMatchObject({ status: 200, body: [{ name: 'main', protected: true }] });
  });

  it('refuses JSON that is none, and paths that are no text', async () => {
    const site = await startSite();
    const broken = await site.api(site.tokens.ada, 'POST /repos/acme/shop/git/refs', '{"ref":');
    expect(broken).toMatchObject({ status: 400, body: { message: 'Problems parsing JSON' } });
    const path = await site.api(site.tokens.ada, 'GET /repos/acme/shop/contents/%E0%A4%A');
    expect(path.status).toBe(400);
  });

  it('is also served without a prefix to whoever wants JSON', async () => {
    const site = await startSite();
    const headers = { accept: 'application/vnd.github+json' };
    const bare = await site.api(
      site.tokens.ada,
      `GET ${site.github.url}/repos/acme/shop`,
      undefined,
      headers,
    );
    expect(bare).toMatchObject({ status: 200, body: { full_name: 'acme/shop' } });
  });

  it('keeps a note of what is not simulated', async () => {
    const site = await startSite();
    const answer = await site.api(site.tokens.ada, 'GET /repos/acme/shop/pages');
    expect(answer.status).toBe(404);
    expect(site.github.unknownRoutes).toEqual(['GET /repos/acme/shop/pages']);
  });

  it('carries what GitHub puts into the headers', async () => {
    const site = await startSite();
    const { headers } = await site.api(await site.installationToken(), 'GET /repos/acme/shop/commits');
    expect(headers.get('x-accepted-github-permissions')).toBe('contents=read');
    expect(headers.get('x-github-media-type')).toBe('github.v3; format=json');
    expect(headers.get('x-github-request-id')).not.toBeNull();
  });

  it('gives a commit as diff and as patch', async () => {
    const site = await startSite();
    const wanted = (accept: string) =>
      site.api(site.tokens.eve, 'GET /repos/acme/shop/commits/main', undefined, { accept });
    const diff = await wanted('application/vnd.github.diff');
    expect(diff.headers.get('content-type')).toContain('application/vnd.github.diff');
    expect(diff.body).toMatch(/^diff --git a\/README\.md b\/README\.md/);
    expect((await wanted('application/vnd.github.v3.patch')).body).toMatch(/^From [0-9a-f]{40} /);
    expect((await wanted('application/vnd.github+json')).body).toMatchObject({ stats: { additions: 2 } });
  });

  it('compares branches by what each has alone', async () => {
    const site = await startSite();
    const folder = await site.clone(site.tokens.grace);
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    const compared = await site.api(site.tokens.eve, 'GET /repos/acme/shop/compare/main...feature');
    expect(compared.body).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      behind_by: 0,
      total_commits: 1,
      files: [],
    });
    const back = await site.api(site.tokens.eve, 'GET /repos/acme/shop/compare/feature...main');
    expect(back.body).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1, commits: [] });
  });
});

describe('files through the API', () => {
  const FILE = '/repos/acme/shop/contents/docs/a%20b.md';
  const content = Buffer.from('one\n').toString('base64');

  it('are written, changed by whoever knows their version, and deleted', async () => {
    const site = await startSite();
    const made = await site.api(site.tokens.grace, `PUT ${FILE}`, { message: 'Add', content });
    expect(made).toMatchObject({
      status: 201,
      body: { content: { path: 'docs/a b.md' }, commit: { message: 'Add' } },
    });
    const wrong = await site.api(site.tokens.grace, `PUT ${FILE}`, {
      message: 'Change',
      content,
      sha: '0'.repeat(40),
    });
    expect(wrong.status).toBe(409);
    const { sha } = made.body.content as { sha: string };
    const two = Buffer.from('two\n').toString('base64');
    const changed = await site.api(site.tokens.grace, `PUT ${FILE}`, {
      message: 'Change',
      content: two,
      sha,
    });
    expect(changed.status).toBe(200);
    const gone = { message: 'Delete', sha: (changed.body.content as { sha: string }).sha };
    const deleted = await site.api(site.tokens.grace, `DELETE ${FILE}`, gone);
    expect(deleted).toMatchObject({ status: 200, body: { content: null } });
    expect((await site.api(site.tokens.grace, `GET ${FILE}`)).status).toBe(404);
    await site.github.settled();
    expect(site.receiver.events()).toEqual(['push', 'push', 'push']);
  });

  it('are given raw, and folders as lists', async () => {
    const site = await startSite();
    const headers = { accept: 'application/vnd.github.raw+json' };
    const raw = await site.api(
      site.tokens.eve,
      'GET /repos/acme/shop/contents/README.md',
      undefined,
      headers,
    );
    expect(raw.body).toBe('# Shop\n');
    const root = await site.api(site.tokens.eve, 'GET /repos/acme/shop/contents/?ref=main');
    expect(root.body).toMatchObject([
      { name: 'README.md', type: 'file' },
      { name: 'k8s', type: 'dir' },
    ]);
    const missing = await site.api(site.tokens.eve, 'GET /repos/acme/shop/contents/README.md?ref=nothing');
    expect(missing.status).toBe(404);
  });
});

describe('Git data through the API', () => {
  it('makes a commit of blobs and a tree, and moves a branch to it', async () => {
    const site = await startSite();
    const post = (path: string, body: object) =>
      site.api(site.tokens.grace, `POST /repos/acme/shop/git/${path}`, body);
    const main = (await site.api(site.tokens.grace, 'GET /repos/acme/shop/git/ref/heads/main')).body.object
      .sha as string;
    const blob = (await post('blobs', { content: 'new\n' })).body.sha as string;
    const entry = { path: 'new.txt', mode: '100644', type: 'blob', sha: blob };
    const removed = { path: 'README.md', mode: '100644', type: 'blob', sha: null };
    const tree = (await post('trees', { base_tree: main, tree: [entry, removed] })).body;
    expect(tree.tree).toMatchObject([{ path: 'k8s' }, { path: 'new.txt', size: 4 }]);
    const commit = (await post('commits', { message: 'New', tree: tree.sha as string, parents: [main] }))
      .body;
    expect(commit).toMatchObject({ author: { name: 'grace' }, parents: [{ sha: main }] });
    const patch = (body: object) =>
      site.api(site.tokens.grace, 'PATCH /repos/acme/shop/git/refs/heads/main', body);
    expect((await patch({ sha: commit.sha as string })).status).toBe(200);
    expect((await patch({ sha: main })).status).toBe(422);
    expect((await patch({ sha: main, force: true })).status).toBe(200);
    expect(site.repository.activity.slice(-2).map(({ type }) => type)).toEqual(['push', 'force_push']);
  });

  it('refuses refs that are there, that are not there, and commits that are not', async () => {
    const site = await startSite();
    const sha = (await site.github.world.git(site.repository).resolve('refs/heads/main')) ?? '';
    const post = (body: object) => site.api(site.tokens.grace, 'POST /repos/acme/shop/git/refs', body);
    expect((await post({ ref: 'refs/heads/main', sha })).body.message).toBe('Reference already exists');
    expect((await post({ ref: 'refs/heads/x', sha: 'f'.repeat(40) })).status).toBe(422);
    expect((await post({ ref: 'refs/heads/a b', sha })).status).toBe(422);
    const remove = () => site.api(site.tokens.grace, 'DELETE /repos/acme/shop/git/refs/heads/x');
    expect((await remove()).status).toBe(422);
    expect((await post({ ref: 'refs/heads/x', sha })).status).toBe(201);
    expect((await remove()).status).toBe(204);
  });
});

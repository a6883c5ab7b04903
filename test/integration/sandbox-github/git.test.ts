import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Protection } from '../../../sandbox/github/world/model.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { type Site, FILES, startSite } from './site.ts';

const ZEROS = '0'.repeat(40);
const PROTECTION: Protection = {
  requiredChecks: [{ context: 'plumbline' }],
  strict: false,
  requiredApprovals: 1,
  dismissStale: false,
  enforceAdmins: false,
};

async function headOf(site: Site, folder: string): Promise<string> {
  return (await site.git(folder, 'rev-parse', 'HEAD')).stdout.trim();
}

describe('clone and fetch', () => {
  it('gives the files to whoever may read, and nothing to a stranger or to nobody', async () => {
    const site = await startSite();
    const folder = folderWith({});
    const cloned = await site.git(folder, 'clone', '--quiet', site.remote(site.tokens.eve), 'shop');
    expect(cloned).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'shop/README.md'), 'utf8')).toBe(FILES['README.md']);
    const stranger = await site.git(folder, 'ls-remote', site.remote(site.tokens.mallory));
    expect(stranger.stderr).toContain('not found');
    for (const token of [undefined, 'ghp_wrong']) {
      const refused = await site.git(folder, 'ls-remote', site.remote(token));
      expect(refused).toMatchObject({ code: 128, stdout: '' });
    }
  });

  it('lets anybody read a public repository, and nobody unknown write to it', async () => {
    const site = await startSite();
    await site.github.admin.createRepository({ owner: 'acme', name: 'open', files: FILES });
    const folder = folderWith({});
    const cloned = await site.git(folder, 'clone', '--quiet', site.remote(undefined, 'acme/open'), '.');
    expect(cloned).toMatchObject({ code: 0 });
    const pushed = await site.git(folder, 'push', '--quiet', 'origin', 'main:other');
    expect(pushed.code).not.toBe(0);
    expect(await site.git(folder, 'ls-remote', 'origin', 'other')).toMatchObject({ stdout: '' });
  });

  it('serves partial clones, and single commits by their SHA', async () => {
    const site = await startSite();
    const folder = folderWith({});
    const remote = site.remote(await site.installationToken());
    const partial = ['clone', '--quiet', '--bare', '--filter=blob:none', remote, 'partial'];
    expect(await site.git(folder, ...partial)).toMatchObject({ code: 0 });
    const sha = (await site.git(join(folder, 'partial'), 'rev-parse', 'main')).stdout.trim();
    const missing = await site.git(
      join(folder, 'partial'),
      'rev-list',
      '--objects',
      '--missing=print',
      'main',
    );
    expect(missing.stdout).toMatch(/^\?/m);
    await site.git(folder, 'init', '--quiet', 'one');
    const fetched = await site.git(join(folder, 'one'), 'fetch', '--quiet', '--depth=1', remote, sha);
    expect(fetched).toMatchObject({ code: 0 });
  });
});

describe('push', () => {
  it('moves the branch, and is told as a push with its commits', async () => {
    const site = await startSite();
    const folder = await site.clone(site.tokens.grace);
    expect(await site.git(folder, 'push', '--quiet', 'origin', 'feature')).toMatchObject({ code: 0 });
    await site.github.settled();
    const after = await headOf(site, folder);
    const { body } = await site.api(site.tokens.eve, 'GET /repos/acme/shop/git/ref/heads/feature');
    expect(body.object.sha).toBe(after);
    expect(site.repository.activity.at(-1)).toMatchObject({
      before: ZEROS,
      after,
      ref: 'refs/heads/feature',
      type: 'branch_creation',
      actor: { login: 'grace' },
    });
    expect(site.receiver.events().toSorted()).toEqual(['create', 'push']);
    const push = site.receiver.received.find(({ event }) => event === 'push');
    expect(push?.payload).toMatchObject({
      ref: 'refs/heads/feature',
      before: ZEROS,
      after,
      created: true,
      deleted: false,
      forced: false,
      commits: [{ id: after, message: 'On feature', author: { name: 'Ada', username: 'ada' } }],
      head_commit: { id: after },
      pusher: { name: 'grace', email: 'grace@example.com' },
      installation: { id: site.installation.id },
      organization: { login: 'acme' },
      sender: { login: 'grace' },
    });
  });

  it('is told as forced when commits go, and as deleted when the branch goes', async () => {
    const site = await startSite();
    const folder = await site.clone(site.tokens.grace);
    await site.git(folder, 'push', '--quiet', 'origin', 'feature');
    await site.git(folder, 'commit', '--quiet', '--amend', '--allow-empty', '--message', 'Other');
    const forced = await site.git(folder, 'push', '--quiet', '--force', 'origin', 'feature');
    const deleted = await site.git(folder, 'push', '--quiet', 'origin', ':feature');
    expect([forced.code, deleted.code]).toEqual([0, 0]);
    await site.github.settled();
    expect(site.repository.activity.slice(-3).map(({ type }) => type)).toEqual([
      'branch_creation',
      'force_push',
      'branch_deletion',
    ]);
    const pushes = site.receiver.received.filter(({ event }) => event === 'push');
    expect(pushes.map(({ payload }) => [payload.created, payload.forced, payload.deleted])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });

  it('is refused to whoever may only read, whose repository is still there', async () => {
    const site = await startSite();
    const folder = await site.clone(site.tokens.eve);
    const pushed = await site.git(folder, 'push', 'origin', 'feature');
    expect(pushed.code).not.toBe(0);
    expect(pushed.stderr).toContain('403');
    expect(site.repository.activity.filter(({ ref }) => ref === 'refs/heads/feature')).toEqual([]);
  });

  it('needs contents: write of an installation', async () => {
    const site = await startSite();
    const folder = await site.clone(await site.installationToken());
    const reader = await site.installationToken({ permissions: { contents: 'read' } });
    const refused = await site.git(folder, 'push', site.remote(reader), 'feature');
    expect(refused.stderr).toContain('403');
    expect(await site.git(folder, 'push', 'origin', 'feature')).toMatchObject({ code: 0 });
    expect(site.repository.activity.at(-1)?.actor.login).toBe('plumb-line[bot]');
  });

  it('tells each of many pushes at the same time once', async () => {
    const site = await startSite();
    const branches = ['a', 'b', 'c', 'd'];
    const folders = await Promise.all(branches.map((branch) => site.clone(site.tokens.grace, branch)));
    const pushed = folders.map((folder, at) =>
      site.git(folder, 'push', '--quiet', 'origin', branches[at] ?? ''),
    );
    expect((await Promise.all(pushed)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    await site.github.settled();
    const refs = site.receiver.received
      .filter(({ event }) => event === 'push')
      .map(({ payload }) => payload.ref as string);
    expect(refs.toSorted()).toEqual(branches.map((branch) => `refs/heads/${branch}`));
  });
});

describe('protection', () => {
  it('keeps pushes off a protected branch, and says so', async () => {
    const site = await startSite();
    site.github.admin.protectBranch(site.repository, 'main', PROTECTION);
    const folder = await site.clone(site.tokens.grace);
    const pushed = await site.git(folder, 'push', 'origin', 'feature:main');
    expect(pushed.code).not.toBe(0);
    expect(pushed.stderr).toContain('protected branch hook declined');
    expect(await site.git(folder, 'push', '--quiet', 'origin', 'feature')).toMatchObject({ code: 0 });
  });

  it('lets admins through unless it is for them too', async () => {
    const site = await startSite();
    site.github.admin.protectBranch(site.repository, 'main', { ...PROTECTION, enforceAdmins: true });
    const folder = await site.clone(site.tokens.ada);
    expect((await site.git(folder, 'push', 'origin', 'feature:main')).code).not.toBe(0);
    site.github.admin.protectBranch(site.repository, 'main', PROTECTION);
    expect(await site.git(folder, 'push', '--quiet', 'origin', 'feature:main')).toMatchObject({ code: 0 });
  });

  it('without checks and reviews lets pushes through, but nothing that takes commits away', async () => {
    const site = await startSite();
    const open = { ...PROTECTION, requiredChecks: [], requiredApprovals: 0 };
    site.github.admin.protectBranch(site.repository, 'main', open);
    const folder = await site.clone(site.tokens.grace);
    expect(await site.git(folder, 'push', '--quiet', 'origin', 'feature:main')).toMatchObject({ code: 0 });
    await site.git(folder, 'commit', '--quiet', '--amend', '--allow-empty', '--message', 'Other');
    const forced = await site.git(folder, 'push', '--force', 'origin', 'feature:main');
    expect(forced.stderr).toContain('non-fast-forward');
  });

  it('keeps what is below refs/pull for GitHub', async () => {
    const site = await startSite();
    const folder = await site.clone(site.tokens.ada);
    const pushed = await site.git(folder, 'push', 'origin', 'feature:refs/pull/1/head');
    expect(pushed.stderr).toContain('deny updating a hidden ref');
  });
});

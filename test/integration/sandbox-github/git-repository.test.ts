import { describe, expect, it } from 'vitest';
import type { GitRepository } from '../../../sandbox/github/git/git-repository.ts';
import { type Site, startSite } from './site.ts';

const WHO = { name: 'Ada', email: 'ada@example.com', date: '2026-11-23T12:00:00Z' };

/** A commit that sets one file, on top of another. */
async function commitOn(git: GitRepository, parent: string, path: string, text: string): Promise<string> {
  const sha = await git.writeBlob(Buffer.from(text));
  const base = (await git.commit(parent))?.tree;
  const tree = await git.writeTree(base, [{ path, mode: '100644', type: 'blob', sha }]);
  return git.writeCommit({ tree, parents: [parent], message: `${path}\n`, author: WHO, committer: WHO });
}

async function open(site: Site) {
  const git = site.github.world.git(site.repository);
  const main = (await git.resolve('refs/heads/main')) ?? '';
  return { git, main };
}

describe('the repository behind a site', () => {
  it('merges trees that do not conflict, and tells a conflict', async () => {
    const { git, main } = await open(await startSite());
    const left = await commitOn(git, main, 'a.txt', 'left\n');
    const right = await commitOn(git, main, 'b.txt', 'right\n');
    const tree = (await git.mergeTree(left, right)) ?? '';
    const paths = (await git.tree(tree, true))?.map(({ path }) => path);
    expect(paths).toEqual(['README.md', 'a.txt', 'b.txt', 'k8s', 'k8s/web.yaml']);
    expect(await git.mergeTree(left, await commitOn(git, main, 'a.txt', 'other\n'))).toBeUndefined();
  });

  it('replays commits in their order onto a base that has moved on', async () => {
    const { git, main } = await open(await startSite());
    const moved = await commitOn(git, main, 'base.txt', 'base\n');
    const head = await commitOn(git, await commitOn(git, main, 'a.txt', '1\n'), 'a.txt', '2\n');
    const later = { ...WHO, name: 'Grace', date: '2026-11-24T12:00:00Z' };
    const rebased = (await git.rebase(moved, head, later)) ?? '';
    const commits = await git.log(moved, rebased);
    expect(commits.map(({ message, author, committer }) => [message, author, committer.name])).toEqual([
      ['a.txt', WHO, 'Grace'],
      ['a.txt', WHO, 'Grace'],
    ]);
    const text = await git.blob((await git.entry(rebased, 'a.txt'))?.sha ?? '');
    expect(Buffer.from(text ?? '').toString()).toBe('2\n');
    expect(await git.entry(rebased, 'base.txt')).toBeDefined();
    const conflict = await commitOn(git, main, 'a.txt', 'other\n');
    expect(await git.rebase(conflict, head, later)).toBeUndefined();
  });

  it('lists what changed as GitHub does: renamed, removed, added, with patches', async () => {
    const { git, main } = await open(await startSite());
    const web = (await git.entry(main, 'k8s/web.yaml'))?.sha ?? '';
    const tree = await git.writeTree((await git.commit(main))?.tree, [
      { path: 'k8s/web.yaml', mode: '100644', type: 'blob', sha: null },
      { path: 'k8s/site.yaml', mode: '100644', type: 'blob', sha: web },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
      { path: 'logo.png', mode: '100644', type: 'blob', sha: await git.writeBlob(Buffer.from([0, 1, 2, 0])) },
    ]);
    const commit = { tree, parents: [main], message: 'Moves', author: WHO, committer: WHO };
    const files = await git.changedFiles(main, await git.writeCommit(commit));
    expect(files).toEqual([
      expect.objectContaining({
        path: 'README.md',
        status: 'removed',
        deletions: 1,
        patch: '@@ -1 +0,0 @@\n-# Shop',
      }),
      expect.objectContaining({
        path: 'k8s/site.yaml',
        previousPath: 'k8s/web.yaml',
        status: 'renamed',
        blob: web,
      }),
      expect.not.objectContaining({ patch: expect.anything() as unknown }),
    ]);
  });

  it('does not take a name for an option', async () => {
    const { git } = await open(await startSite());
    expect(await git.resolve('--all')).toBeUndefined();
    expect(await git.resolve('nothing')).toBeUndefined();
    expect(await git.commit('--all')).toBeUndefined();
  });
});

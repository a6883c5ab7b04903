import { describe, expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../../sandbox/github/server/start.ts';
import { createMirror } from '../../src/git/mirror.ts';
import type { Commits, Mirror } from '../../src/ports/mirror.ts';
import { type Files, memoryGit } from '../fakes/memory-git.ts';
import { testClone } from '../support/git.ts';
import { folderWith } from '../support/temp-folder.ts';

const REPOSITORY = { installation: 1, id: 2, name: 'alice/shop' };
const FIRST = { 'k8s/web.yaml': 'web', 'k8s/old.yaml': 'old' };

/** A repository with a first commit on `main`. */
interface Site {
  readonly mirror: Mirror;
  /** Makes a commit of exactly these files. */
  readonly commit: (parents: readonly string[], files: Files) => Promise<string>;
  /** Moves a branch, or makes it. */
  readonly move: (branch: string, commit: string) => Promise<void>;
}

const SITES: Readonly<Record<string, () => Promise<Site>>> = {
  'the fake': async () => {
    const git = memoryGit();
    git.branches.set('main', git.commit([], FIRST));
    return {
      mirror: git.mirror,
      commit: async (parents, files) => git.commit(parents, files),
      move: async (branch, commit) => void git.branches.set(branch, commit),
    };
  },
  Git: async () => {
    const github = await startGitHub({ folder: folderWith({}) });
    onTestFinished(() => github.stop());
    const { token } = await github.admin.createUser({ login: 'alice', email: 'alice@example.com' });
    const made = await github.admin.createRepository({ owner: 'alice', name: 'shop', files: FIRST });
    const remote = new URL(`${github.url}/alice/shop.git`);
    Object.assign(remote, { username: 'alice', password: token });
    const clone = await testClone({ path: remote.href });
    let number = 0;
    return {
      mirror: createMirror({ folder: folderWith({}), url: github.url, token: async () => token }),
      async commit(parents, files) {
        await clone.git('rm', '-r', '--quiet', '--cached', '--ignore-unmatch', '.');
        clone.write(files);
        await clone.git('add', '--', ...Object.keys(files));
        const onto = parents.flatMap((parent) => ['-p', parent]);
        const id = await clone.git(
          'commit-tree',
          await clone.git('write-tree'),
          '-m',
          String((number += 1)),
          ...onto,
        );
        await clone.git('push', '--quiet', '--force', 'origin', `${id}:refs/heads/made-${number}`);
        return id;
      },
      move: (branch, commit) => github.world.git(made).setRef(`refs/heads/${branch}`, commit),
    };
  },
};

describe.each(Object.entries(SITES))('a mirror: %s', (_name, open) => {
  /** `main` with a commit, and `topic`, which leaves it before that. */
  async function forked(topic: Files = { ...FIRST, 'k8s/new.yaml': 'new' }) {
    const site = await open();
    const fetch = (...branches: string[]): Promise<Commits> => site.mirror.fetch(REPOSITORY, { branches });
    const first = (await fetch('main')).branch('main');
    const tip = await site.commit([first], { ...FIRST, 'k8s/web.yaml': 'web 2' });
    const head = await site.commit([first], topic);
    await site.move('main', tip);
    await site.move('topic', head);
    return { ...site, fetch, first, tip, head, commits: await fetch('main', 'topic') };
  }

  it('holds the refs that were wanted, as they were then', async () => {
    const { commits, move, tip, head, fetch } = await forked();
    await move('main', head);
    expect([commits.branch('main'), commits.branch('topic')]).toEqual([tip, head]);
    expect((await fetch('main')).branch('main')).toBe(head);
    expect(() => commits.branch('other')).toThrow('was not fetched');
    expect(() => commits.pull(1)).toThrow('was not fetched');
  });

  it('cannot fetch a branch that is not there, and tries again', async () => {
    const { fetch } = await forked();
    await expect(fetch('other')).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });

  it('tells what is in whose history', async () => {
    const { commits, first, tip, head } = await forked();
    const asked = [commits.contains(tip, first), commits.contains(tip, tip), commits.contains(tip, head)];
    expect(await Promise.all(asked)).toEqual([true, true, false]);
    expect(await commits.contains(tip, 'f'.repeat(40))).toBe(false);
    expect(await commits.parent(tip)).toBe(first);
  });

  it('shows the files of a commit, and who answers for them', async () => {
    const { mirror, first, head } = await forked();
    const commits = await mirror.fetch(REPOSITORY, { branches: ['main'] });
    const [merged, proposed] = [await commits.source(first), await commits.source(head)];
    expect([merged.standing, proposed.standing]).toEqual(['merged', 'proposed']);
    expect(proposed.description).toBe(head.slice(0, 7));
    expect((await proposed.files('k8s')).map(({ path }) => path)).toEqual([
      'k8s/new.yaml',
      'k8s/old.yaml',
      'k8s/web.yaml',
    ]);
    expect([await merged.file('k8s/web.yaml'), await merged.file('k8s/new.yaml')]).toEqual([
      'web',
      undefined,
    ]);
  });

  it('merges a head into a base, and tells what differs', async () => {
    const { 'k8s/old.yaml': _deleted, ...rest } = FIRST;
    const { commits, tip, head } = await forked({ ...rest, 'k8s/new.yaml': 'new' });
    const { base, proposed, changed } = await commits.propose(tip, head);
    expect(changed).toEqual(['k8s/new.yaml', 'k8s/old.yaml']);
    expect([await base.file('k8s/web.yaml'), base.standing]).toEqual(['web 2', 'merged']);
    expect([await proposed.file('k8s/web.yaml'), proposed.standing]).toEqual(['web 2', 'proposed']);
    expect(proposed.description).toBe(`${head.slice(0, 7)} merged into ${tip.slice(0, 7)}`);
    expect(await commits.changedSince(tip, head)).toEqual(['k8s/new.yaml', 'k8s/old.yaml']);
    expect(await commits.changedBetween(tip, head)).toEqual(['k8s/new.yaml', 'k8s/old.yaml', 'k8s/web.yaml']);
  });

  it('refuses a merge with conflicts, for good', async () => {
    const { commits, tip, head } = await forked({ ...FIRST, 'k8s/web.yaml': 'web 3' });
    await expect(commits.propose(tip, head)).rejects.toMatchObject({ code: 'conflict', retryable: false });
    await expect(commits.propose(tip, head)).rejects.toThrow('conflicts in k8s/web.yaml');
    expect(await commits.isMergeOf(head, tip, head)).toBe(false);
  });

  it('tells a merge that brings nothing of its own from any other commit', async () => {
    const { commit, fetch, first, tip, head, move } = await forked();
    const both = { ...FIRST, 'k8s/web.yaml': 'web 2', 'k8s/new.yaml': 'new' };
    const [plain, squash] = [await commit([tip, head], both), await commit([tip], both)];
    const evil = await commit([tip, head], { ...both, 'k8s/evil.yaml': '' });
    for (const [name, id] of Object.entries({ plain, squash, evil })) await move(name, id);
    const commits = await fetch('main', 'topic', 'plain', 'squash', 'evil');
    const of = (work: (id: string) => Promise<boolean>) =>
      Promise.all([plain, squash, evil, first].map(work));
    expect(await of((id) => commits.isPlainMerge(id))).toEqual([true, false, false, false]);
    expect(await of((id) => commits.isMergeOf(id, tip, head))).toEqual([true, true, false, false]);
  });

  it('lists the commits that touch a path, the newest first, merges too that differ there from any parent', async () => {
    const { commit, fetch, tip, head, first, move } = await forked();
    const both = { ...FIRST, 'k8s/web.yaml': 'web 2', 'k8s/new.yaml': 'new' };
    const merge = await commit([tip, head], both);
    const last = await commit([merge], { ...both, 'k8s/new.yaml': 'newer' });
    await move('main', last);
    const commits = await fetch('main');
    expect(await commits.touching(first, last, ['k8s/new.yaml'])).toEqual([last, merge, head]);
    expect(await commits.touching(merge, last, ['k8s/web.yaml'])).toEqual([]);
  });

  it('knows the entries of the wanted merge queue by the names of their branches', async () => {
    const { mirror, tip, head, move } = await forked();
    const queued = async (queue?: string) =>
      (await mirror.fetch(REPOSITORY, { branches: ['main'], ...(queue && { queue }) })).queued();
    expect(await queued('main')).toEqual([]);
    await move(`gh-readonly-queue/main/pr-7-${tip}`, head);
    await move('gh-readonly-queue/main/something', head);
    await move(`gh-readonly-queue/release/pr-8-${tip}`, head);
    expect(await queued('main')).toEqual([{ pull: 7, parent: tip, commit: head }]);
    expect(await queued()).toEqual([]);
  });
});

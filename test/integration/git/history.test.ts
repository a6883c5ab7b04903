import { describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/git/history.ts';
import { testClone, testRepository } from '../../support/git.ts';

describe('the history of a repository', () => {
  it('resolves branches, tags, short ids and HEAD to the id of a commit', async () => {
    const repository = await testRepository({ 'a.yaml': 'a' });
    const commit = await repository.git('rev-parse', 'HEAD');
    await repository.git('tag', '--annotate', '--message=one', 'v1.0');
    const history = openHistory(repository.path);
    const resolved = ['main', 'v1.0', 'HEAD', commit, commit.slice(0, 9), 'refs/heads/main'].map((name) =>
      history.resolve(name),
    );
    expect(new Set(await Promise.all(resolved))).toEqual(new Set([commit]));
  });

  it('names a revision that is not there', async () => {
    const history = openHistory((await testRepository()).path);
    await expect(history.resolve('no-such')).rejects.toMatchObject({
      code: 'not-found',
      message:
        'revision "no-such": no such commit here. Check the spelling, or fetch it ("git fetch origin").',
    });
  });

  it.each(['--help', '-x', '', 'a b', 'a\nb', 'a\0', '$(id)', '`id`', 'a;id', 'main..head', '~x'])(
    'S31: refuses %j as a revision before Git sees it',
    async (revision) => {
      const history = openHistory((await testRepository()).path);
      await expect(history.resolve(revision)).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it('finds the newest common commit', async () => {
    const repository = await testRepository();
    const common = await repository.git('rev-parse', 'HEAD');
    await repository.git('switch', '--quiet', '--create', 'topic');
    await repository.commit('topic', { 'a.yaml': 'a' });
    await repository.git('switch', '--quiet', 'main');
    await repository.commit('main', { 'b.yaml': 'b' });
    expect(await openHistory(repository.path).mergeBase('main', 'topic')).toBe(common);
  });

  it('says so where two lines have no common commit', async () => {
    const repository = await testRepository();
    await repository.git('switch', '--quiet', '--orphan', 'other');
    await repository.commit('other');
    const history = openHistory(repository.path);
    await expect(history.mergeBase('main', 'other')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('merges two commits without touching the checkout', async () => {
    const repository = await testRepository({ 'a.yaml': 'a\n' });
    await repository.git('switch', '--quiet', '--create', 'topic');
    await repository.commit('topic', { 'b.yaml': 'b\n' });
    await repository.git('switch', '--quiet', 'main');
    const base = await repository.commit('main', { 'c.yaml': 'c\n' });
    const history = openHistory(repository.path);
    const tree = await history.mergeTree('main', 'topic');
    expect(await repository.git('ls-tree', '--name-only', tree)).toBe('a.yaml\nb.yaml\nc.yaml');
    expect(await history.changedFiles(base, tree)).toEqual(['b.yaml']);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  it('lists the files of a conflict, and the next step', async () => {
    const repository = await testRepository({ 'a b.yaml': '1\n', 'c.yaml': '1\n' });
    await repository.git('switch', '--quiet', '--create', 'topic');
    await repository.commit('topic', { 'a b.yaml': '2\n', 'c.yaml': '2\n' });
    await repository.git('switch', '--quiet', 'main');
    await repository.commit('main', { 'a b.yaml': '3\n', 'c.yaml': '3\n' });
    const merging = openHistory(repository.path).mergeTree('main', 'topic');
    await expect(merging).rejects.toMatchObject({ code: 'conflict' });
    await expect(merging).rejects.toThrow(
      'conflicts in a b.yaml, c.yaml. Merge or rebase, resolve them and push.',
    );
  });

  it('lists changed, added, removed and renamed files, whatever their names', async () => {
    const repository = await testRepository({ 'a.yaml': 'a\n', 'old.yaml': 'same\n', 'gone.yaml': 'g\n' });
    const before = await repository.git('rev-parse', 'HEAD');
    await repository.git('mv', 'old.yaml', 'new "ü"\n.yaml');
    await repository.git('rm', '--quiet', 'gone.yaml');
    const after = await repository.commit('second', { 'a.yaml': 'b\n' });
    expect(await openHistory(repository.path).changedFiles(before, after)).toEqual([
      'a.yaml',
      'gone.yaml',
      'new "ü"\n.yaml',
      'old.yaml',
    ]);
  });

  it("takes origin's default branch, else the local main", async () => {
    const origin = await testRepository();
    await origin.git('branch', '--move', 'trunk');
    const clone = await testClone(origin);
    expect(await openHistory(clone.path).defaultBranch()).toBe('origin/trunk');
    expect(await openHistory((await testRepository()).path).defaultBranch()).toBe('main');
    await expect(openHistory(origin.path).defaultBranch()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('S47: names the origin without credentials, else its own path', async () => {
    const repository = await testRepository();
    const history = openHistory(repository.path);
    expect(await history.origin()).toBe(repository.path);
    await repository.git(
      'remote',
      'add',
      'origin',
      'https://x-access-token:ghs_secret@github.com/acme/shop.git',
    );
    expect(await history.origin()).toBe('github.com/acme/shop');
  });

  it('S33: runs no hook and no program that the repository configures', async () => {
    const repository = await testRepository({ 'a.yaml': 'a\n' });
    await repository.git('config', 'core.fsmonitor', 'touch hacked');
    await repository.git('config', 'core.hooksPath', 'hooks');
    repository.write({ 'hooks/post-index-change': '#!/bin/sh\ntouch hacked\n' });
    const history = openHistory(repository.path);
    await history.mergeTree('main', 'main');
    expect(await repository.git('-c', 'core.fsmonitor=false', 'status', '--porcelain')).toBe('?? hooks/');
  });
});

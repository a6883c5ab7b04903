import { describe, expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../../../sandbox/github/server/start.ts';
import { createMirror } from '../../../src/git/mirror.ts';
import { exec } from '../../../src/process/exec.ts';
import { folderWith } from '../../support/temp-folder.ts';

/** A repository of the sandbox GitHub, a clone of it, and our mirror. */
async function place() {
  const requests: string[] = [];
  const github = await startGitHub({
    folder: folderWith({}),
    answered: ({ method, path }) => void requests.push(`${method} ${path}`),
  });
  onTestFinished(() => github.stop());
  const { token } = await github.admin.createUser({ login: 'alice', email: 'alice@example.com' });
  const repository = await github.admin.createRepository({
    owner: 'alice',
    name: 'shop',
    files: { 'k8s/a.yaml': 'a' },
  });
  const cwd = folderWith({});
  // Not in one go: GitHub is in this process as well.
  const git = async (args: readonly string[], input?: string) => {
    const options = { cwd, env: { PATH: process.env['PATH'] ?? '' }, ...(input !== undefined && { input }) };
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const { code, stdout, stderr } = await exec('git', [...who, ...args], options);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const remote = Object.assign(new URL(`${github.url}/alice/shop.git`), {
    username: 'alice',
    password: token,
  });
  await git(['clone', '--quiet', remote.href, '.']);
  const mirror = createMirror({ folder: folderWith({}), url: github.url, token: async () => token });
  const ref = { installation: 1, id: repository.id, name: 'alice/shop' };
  return {
    git,
    requests,
    fetch: (...branches: string[]) => mirror.fetch(ref, { branches }),
    // Nobody but GitHub itself makes branches of a queue.
    setRef: (name: string, commit?: string) =>
      github.world.git(repository).setRef(`refs/heads/${name}`, commit),
    queue: () => mirror.fetch(ref, { branches: ['main'], queue: 'main' }),
  };
}

describe('a mirror', () => {
  it('U5: says of each commit whether it is merged', async () => {
    const { git, fetch } = await place();
    await git(['commit', '--quiet', '--allow-empty', '-m', 'merged']);
    const tip = await git(['rev-parse', 'HEAD']);
    await git(['push', '--quiet', 'origin', 'HEAD:main']);
    await git(['commit', '--quiet', '--allow-empty', '-m', 'proposed']);
    const head = await git(['rev-parse', 'HEAD']);
    await git(['push', '--quiet', 'origin', 'HEAD:feature']);
    // Both are there, and only then does the branch count that was asked for.
    await fetch('main', 'feature');
    const commits = await fetch('main');
    expect((await commits.source(tip)).standing).toBe('merged');
    expect((await commits.source(await commits.parent(tip))).standing).toBe('merged');
    expect((await commits.source(head)).standing).toBe('proposed');
    const { base, proposed } = await commits.propose(tip, head);
    expect([base.standing, proposed.standing]).toEqual(['merged', 'proposed']);
  });

  it('U44: knows the entries of a merge queue while they are there, and believes nothing that their names say', async () => {
    const { git, queue, setRef } = await place();
    expect((await queue()).queued()).toEqual([]);
    const tip = await git(['rev-parse', 'HEAD']);
    const commitFile = async (path: string, text: string) => {
      const blob = await git(['hash-object', '-w', '--stdin'], text);
      await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
      await git(['commit', '--quiet', '-m', path]);
      return git(['rev-parse', 'HEAD']);
    };
    const head = await commitFile('b.yaml', 'b');
    await git(['push', '--quiet', 'origin', `${head}:refs/heads/feature`]);
    const commit = async (tree: string, ...parents: string[]) =>
      git(['commit-tree', `${tree}^{tree}`, '-m', 'entry', ...parents.flatMap((each) => ['-p', each])]);
    const [merge, squash] = [await commit(head, tip, head), await commit(head, tip)];
    const more = await commit(await commitFile('evil.yaml', 'x'), tip, head);
    await git(['push', '--quiet', 'origin', ...[merge, squash, more].map((id) => `${id}:refs/heads/${id}`)]);
    const entry = (name: string, id?: string) => setRef(`gh-readonly-queue/${name}`, id);
    await entry(`main/pr-7-${tip}`, merge);
    await entry(`main/pr-8-${merge}`, squash);
    await entry(`other/pr-7-${tip}`, more);
    for (const odd of [
      'pr-5',
      `pr-0-${tip}`,
      `deeper/pr-5-${tip}`,
      `pr-5-${tip.slice(1)}`,
      `pr-${'9'.repeat(12)}-${tip}`,
    ])
      await entry(`main/${odd}`, merge);

    const commits = await queue();
    expect(commits.queued().toSorted((a, b) => a.pull - b.pull)).toEqual([
      { pull: 7, parent: tip, commit: merge },
      { pull: 8, parent: merge, commit: squash },
    ]);
    expect((await commits.source(merge)).standing).toBe('proposed');
    expect(await commits.isMergeOf(merge, tip, head)).toBe(true);
    expect(await commits.isMergeOf(squash, tip, head)).toBe(true);
    // Something more went into it, it does not stand where it says, it is nothing of its own, or it is not there.
    await entry(`main/pr-3-${tip}`, more);
    const later = await queue();
    expect(await later.isMergeOf(more, tip, head)).toBe(false);
    expect(await later.isMergeOf(squash, merge, head)).toBe(false);
    expect(await later.isMergeOf(head, head, head)).toBe(false);
    expect(await later.isMergeOf('0'.repeat(40), tip, head)).toBe(false);

    for (const left of [`main/pr-7-${tip}`, `main/pr-3-${tip}`]) await entry(left);
    expect((await queue()).queued()).toEqual([{ pull: 8, parent: merge, commit: squash }]);
  });

  it('fetches what is asked for meanwhile in one go, and nothing fails for what another one asks for', async () => {
    const { git, fetch, requests } = await place();
    const tip = await git(['rev-parse', 'HEAD']);
    await git(['push', '--quiet', 'origin', 'HEAD:feature']);
    requests.splice(0);
    const all = await Promise.all(Array.from({ length: 10 }, () => fetch('main', 'feature')));
    expect(all.map((commits) => commits.branch('feature'))).toEqual(Array(10).fill(tip));
    expect(requests.filter((request) => request === 'GET /alice/shop.git/info/refs')).toHaveLength(1);

    const some = await Promise.allSettled([fetch('main'), fetch('gone'), fetch('feature'), fetch('main')]);
    expect(some.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    // Each knows what it asked for.
    expect(() => all[0]?.branch('gone')).toThrow('was not fetched');
  });

  it('what is pushed after one has begun to wait is in what it gets', async () => {
    const { git, fetch } = await place();
    const running = fetch('main');
    await git(['commit', '--quiet', '--allow-empty', '-m', 'later']);
    await git(['push', '--quiet', 'origin', 'HEAD:main']);
    const tip = await git(['rev-parse', 'HEAD']);
    expect((await fetch('main')).branch('main')).toBe(tip);
    await running;
  });

  it('tells in what the result of a merge differs on another base', async () => {
    const { git, fetch } = await place();
    const commitFile = async (path: string, text: string) => {
      const blob = await git(['hash-object', '-w', '--stdin'], text);
      await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
      await git(['commit', '--quiet', '-m', path]);
      return git(['rev-parse', 'HEAD']);
    };
    const before = await git(['rev-parse', 'HEAD']);
    const head = await commitFile('k8s/b.yaml', 'b');
    await git(['push', '--quiet', 'origin', 'HEAD:feature']);
    await git(['reset', '--quiet', '--hard', before]);
    const besides = await commitFile('README.md', 'x');
    const conflicting = await commitFile('k8s/b.yaml', 'other');
    await git(['reset', '--quiet', '--hard', besides]);
    await git(['mv', 'k8s', 'shop']);
    await git(['commit', '--quiet', '-m', 'renamed']);
    const renamed = await git(['rev-parse', 'HEAD']);
    await git(['push', '--quiet', 'origin', `${renamed}:main`, `${conflicting}:refs/heads/conflicting`]);
    const commits = await fetch('main', 'feature', 'conflicting');
    expect(await commits.changedByBase(before, besides, head)).toEqual(['README.md']);
    await expect(commits.changedByBase(before, conflicting, head)).rejects.toMatchObject({
      code: 'conflict',
    });
    // Git itself cannot tell into which folder the new file belongs.
    await expect(commits.changedByBase(before, renamed, head)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('U1: takes no tree with an entry that leads out, and says so for good', async () => {
    const { git, fetch } = await place();
    const blob = await git(['rev-parse', 'HEAD:k8s/a.yaml']);
    const evil = await git(['mktree'], `100644 blob ${blob}\t..\n`);
    const commit = await git(['commit-tree', evil, '-m', 'hostile']);
    await git(['push', '--quiet', 'origin', `${commit}:refs/heads/hostile`]);
    await expect(fetch('main', 'hostile')).rejects.toMatchObject({
      code: 'invalid-source',
      retryable: false,
      message: expect.stringMatching(
        /^alice\/shop: its commits hold what Git itself refuses: object \w+: hasDotdot: contains '\.\.'/,
      ) as string,
    });
    expect((await (await fetch('main')).source(await git(['rev-parse', 'HEAD']))).standing).toBe('merged');
  });

  it('takes what old tools have written about people and dates', async () => {
    const { git, fetch } = await place();
    const tree = await git(['rev-parse', 'HEAD^{tree}']);
    const text = `tree ${tree}\nauthor A<a@example.com> 0000001 +0000\ncommitter <a@example.com> 1 +0000\n\nold\n`;
    const commit = await git(['hash-object', '-t', 'commit', '--literally', '-w', '--stdin'], text);
    await git(['push', '--quiet', 'origin', `${commit}:refs/heads/old`]);
    expect((await fetch('old')).branch('old')).toBe(commit);
  });
});

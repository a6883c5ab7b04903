import { describe, expect, inject, it } from 'vitest';
import { exec } from '../../../src/process/exec.ts';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { folderWith } from '../../support/temp-folder.ts';

const map = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: word }\ndata: { value: "${value}" }\n`;

const FILES = { 'k8s/kustomization.yaml': 'resources: [map.yaml]\n', 'k8s/map.yaml': map('one') };

/** Pushes a commit whose folder `k8s` has an entry called `..`. */
async function pushHostile(loop: Loop, branch: string): Promise<void> {
  const cwd = folderWith({});
  const git = async (args: readonly string[], input = '') => {
    const who = ['-c', 'user.name=alice', '-c', 'user.email=alice@example.com'];
    const options = { cwd, env: { PATH: process.env['PATH'] ?? '' }, input };
    const { code, stdout, stderr } = await exec('git', [...who, ...args], options);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  await git(['clone', '--quiet', loop.remote('alice'), '.']);
  const blob = await git(['hash-object', '-w', '--stdin'], 'evil');
  const evil = await git(['mktree'], `100644 blob ${blob}\t..\n`);
  const others = (await git(['ls-tree', 'HEAD'])).split('\n').filter((line) => !line.endsWith('\tk8s'));
  const tree = await git(['mktree'], `${[...others, `040000 tree ${evil}\tk8s`].join('\n')}\n`);
  const commit = await git(['commit-tree', tree, '-p', 'HEAD', '-m', 'hostile']);
  await git(['push', '--quiet', 'origin', `${commit}:refs/heads/${branch}`]);
}

describe('tools and paths of a server', { timeout: 300_000 }, () => {
  it('U1: an entry of a tree that leads out is told to the pull request, and the server goes on', async () => {
    const loop = await startLoop({ files: { 'k8s/map.yaml': map('one') } });
    await pushHostile(loop, 'hostile');
    const pull = await loop.open('hostile');
    const comment = await until('it is told', async () => (await loop.comments(pull))[0]);
    expect(comment).toMatch(/what Git itself refuses: object \w+: hasDotdot: contains '\.\.'/);
    await loop.push('good', { 'k8s/map.yaml': map('two') });
    const good = await loop.open('good');
    await until('another one is planned', async () => (await loop.comments(good))[0]?.includes('two'));
  });

  it('U5: without isolation a pull request is not rendered, and is told what is missing; the log says so at the start', async () => {
    const env = { PLUMBLINE_BWRAP: '/nowhere/bwrap', PLUMBLINE_KUBECTL: inject('kubectl') };
    const loop = await startLoop({ files: FILES, env });
    expect(loop.app.process().output()).toMatch(
      /nothing isolates kustomize and helm.*|missing.*bwrap is not to be found/,
    );
    await loop.push('change', { 'k8s/map.yaml': map('two') });
    const pull = await loop.open('change');
    const comment = await until('it is refused', async () => (await loop.comments(pull))[0]);
    expect(comment).toContain('it is not merged, so kustomize may render it only where it is isolated');
    expect(comment).toContain('PLUMBLINE_BWRAP');
    const check = await until('there is a check', () => loop.check(pull));
    expect(check.conclusion).not.toBe('success');
  });
});

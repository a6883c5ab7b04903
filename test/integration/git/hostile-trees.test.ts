import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createCommitSource } from '../../../src/git/source/commit-source.ts';
import { type TestRepository, testRepository } from '../../support/git.ts';

interface Entry {
  readonly name: string | Buffer;
  readonly id: string;
  readonly mode?: string;
}

/** A tree object with any names, which Git writes only when it is made to. */
function tree({ path }: TestRepository, entries: readonly Entry[]): string {
  const input = Buffer.concat(
    entries.map(({ name, id, mode = '100644' }) =>
      Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.from(id, 'hex')]),
    ),
  );
  const args = ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'];
  return execFileSync('git', args, { cwd: path, input }).toString().trim();
}

async function place() {
  const repository = await testRepository({ 'k8s/a.yaml': 'a' });
  const blob = await repository.git('rev-parse', 'HEAD:k8s/a.yaml');
  /** A commit whose folder `k8s` holds the entries. */
  const commit = async (entries: readonly Entry[]) => {
    const root = tree(repository, [{ name: 'k8s', mode: '40000', id: tree(repository, entries) }]);
    const parent = await repository.git('rev-parse', 'HEAD');
    return repository.git('commit-tree', '-m', 'hostile', '-p', parent, root);
  };
  const source = async (entries: readonly Entry[]) =>
    createCommitSource(repository.path, await commit(entries), {
      description: 'hostile',
      repository: 'example.com/x',
      standing: 'proposed',
    });
  return { repository, blob, commit, source };
}

describe('U1: an entry of a tree', () => {
  it.each<[string, string | Buffer, string]>([
    ['..', '..', 'leads out of its folder'],
    ['.', '.', 'leads out of its folder'],
    ['.git', '.git', "stands for Git's own folder"],
    ['.GiT', '.GiT', "stands for Git's own folder"],
    ['.git with a dot and a space, as NTFS leaves them out', '.git. ', "stands for Git's own folder"],
    ['.git as a stream of NTFS', '.git::$INDEX_ALLOCATION', "stands for Git's own folder"],
    ['.git by its short name of NTFS', 'GIT~1', "stands for Git's own folder"],
    ['.git with a letter that HFS+ leaves out', '.g\u200Cit', "stands for Git's own folder"],
    ['with a way out in one name', '../../../../tmp/x', 'leads out of its folder'],
    ['with a slash', 'a/b.yaml', 'lies in no folder'],
    ['with a slash in front', '/etc/passwd', 'is empty'],
    ['with a backslash', '..\\..\\x', 'holds a backslash'],
    ['with an escape sequence', 'a\u001B[2J', 'holds a control character'],
    ['with a line break', 'a\nb', 'holds a control character'],
    ['with a C1 control character', 'a\u009Bb', 'holds a control character'],
    ['that is no UTF-8', Buffer.from([0x61, 0xff]), 'is no UTF-8'],
    ['with a name of 256 bytes', 'n'.repeat(256), 'has more than 255 bytes'],
  ])('%s is refused by its name', async (_what, name, problem) => {
    const { blob, source } = await place();
    const evil = await source([{ name, id: blob }]);
    await expect(evil.blobs('k8s')).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(evil.files('k8s', () => false)).rejects.toThrow(problem);
    await expect(evil.files('.')).rejects.toThrow(/^"k8s\/.*": this entry of the tree/);
  });

  it('is refused as a folder as well, and below other folders', async () => {
    const { repository, blob, source } = await place();
    const inner = tree(repository, [{ name: 'evil', id: blob }]);
    const up = tree(repository, [{ name: '..', mode: '40000', id: inner }]);
    const evil = await source([{ name: 'deep', mode: '40000', id: up }]);
    await expect(evil.files('k8s')).rejects.toThrow('"k8s/deep/..": this entry of the tree has a name that');
    await expect(evil.files('k8s/deep')).rejects.toThrow('leads out of its folder');
  });

  it('without a name is refused by Git itself, and so for good', async () => {
    const { blob, source } = await place();
    const evil = await source([{ name: '', id: blob }]);
    await expect(evil.files('k8s')).rejects.toThrow('k8s: Git cannot read the tree: empty filename in tree');
    await expect(evil.files('k8s')).rejects.toMatchObject({ code: 'invalid-source' });
  });

  it('that is there twice, or as file and folder, is refused', async () => {
    const { repository, blob, source } = await place();
    const folder = tree(repository, [{ name: 'b', id: blob }]);
    const twice = await source([
      { name: 'a', id: blob },
      { name: 'a', id: blob },
    ]);
    await expect(twice.files('k8s')).rejects.toThrow('"k8s/a": this entry of the tree is there twice');
    const both = await source([
      { name: 'a', id: blob },
      { name: 'a', mode: '40000', id: folder },
    ]);
    await expect(both.files('k8s')).rejects.toThrow('is there twice');
  });

  it('of a mode that no file has is refused', async () => {
    const { blob, source } = await place();
    const device = await source([{ name: 'a', mode: '060000', id: blob }]);
    await expect(device.files('k8s')).rejects.toMatchObject({ code: expect.any(String) as string });
  });

  it('elsewhere in the repository does no harm to a folder without', async () => {
    const { repository, blob } = await place();
    const good = tree(repository, [{ name: 'a.yaml', id: blob }]);
    const root = tree(repository, [
      { name: '..', id: blob },
      { name: 'k8s', mode: '40000', id: good },
    ]);
    const options = { description: 'x', repository: 'x', standing: 'proposed' } as const;
    const source = await createCommitSource(repository.path, root, options);
    expect((await source.files('k8s')).map(({ path }) => path)).toEqual(['k8s/a.yaml']);
    await expect(source.files('.')).rejects.toThrow('leads out');
  });

  it('is made by mktree as well', async () => {
    const { repository, blob } = await place();
    const input = `100644 blob ${blob}\t..\n`;
    const evil = execFileSync('git', ['mktree'], { cwd: repository.path, input }).toString().trim();
    const options = { description: 'x', repository: 'x', standing: 'proposed' } as const;
    const source = await createCommitSource(repository.path, evil, options);
    await expect(source.files('.')).rejects.toThrow('"..": this entry of the tree');
  });
});

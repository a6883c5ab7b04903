import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommitSource } from '../../../src/git/source/commit-source.ts';
import { type Files, type TestRepository, testRepository } from '../../support/git.ts';

const OPTIONS = { description: 'main', repository: 'example.com/test', standing: 'merged' } as const;

async function sourceOf(files: Files, prepare?: (repository: TestRepository) => Promise<unknown> | void) {
  const repository = await testRepository(files);
  await prepare?.(repository);
  const commit = await repository.commit('more');
  return createCommitSource(repository.path, commit, OPTIONS);
}

describe('the source of a commit', () => {
  it('reads every file below a folder, in the order of paths, whatever the checkout holds', async () => {
    const repository = await testRepository({
      'app/z.yaml': 'z\n',
      'app/a/x.yaml': 'x: é\n',
      'apple.yaml': 'no',
      'app/empty': '',
    });
    const source = await createCommitSource(
      repository.path,
      await repository.git('rev-parse', 'HEAD'),
      OPTIONS,
    );
    repository.write({ 'app/z.yaml': 'edited', 'app/new.yaml': 'new' });
    expect(await source.files('app')).toMatchObject([
      { path: 'app/a/x.yaml', text: 'x: é\n' },
      { path: 'app/empty', text: '' },
      { path: 'app/z.yaml', text: 'z\n' },
    ]);
    expect(source).toMatchObject(OPTIONS);
  });

  it('reads the whole repository as ".", and only what is accepted', async () => {
    const source = await sourceOf({ 'a.yaml': 'a', 'b/c.yaml': 'c', 'b/d.md': 'd' });
    const files = await source.files('.', (path) => path.endsWith('.yaml'));
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'b/c.yaml']);
  });

  it('reads names and contents of any kind', async () => {
    const files = {
      'x/-rf': 'a\n\nb\n',
      'x/*.yaml': 'star',
      'x/ü "q".yaml': '\r\n\u0000',
      'x/:(top)y': 'p',
    };
    const source = await sourceOf(files);
    expect(Object.fromEntries((await source.files('./x/')).map(({ path, text }) => [path, text]))).toEqual(
      files,
    );
  });

  it('reads one file, and knows where there is none', async () => {
    const source = await sourceOf({ '.github/plumbline.yml': 'version: 1\n' });
    expect(await source.file('.github/plumbline.yml')).toBe('version: 1\n');
    expect(await source.file('.github')).toBeUndefined();
    expect(await source.file('nothing/here.yml')).toBeUndefined();
  });

  it.each(['nothing', 'app/a.yaml', 'ap'])('F1: says that there is no folder %s', async (folder) => {
    const source = await sourceOf({ 'app/a.yaml': 'a' });
    await expect(source.files(folder)).rejects.toMatchObject({ code: 'not-found', subject: folder });
  });

  it.each(['../x', '/etc', 'a/../../b', 'C:\\x', 'a\\b', 'a\0b', '.git/config'])(
    'S35: refuses the path %j',
    async (path) => {
      const source = await sourceOf({ 'a.yaml': 'a' });
      await expect(source.files(path)).rejects.toMatchObject({ code: 'usage' });
      await expect(source.file(path)).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it.each([
    ['/etc/passwd', 'with an absolute path'],
    ['../../other', 'that leads out of the repository'],
    ['../other', 'to what is no file of the repository'],
    ['.', 'to a folder that it lies in itself'],
  ])('S35, U31: refuses a symbolic link to %s by its name', async (to, what) => {
    const source = await sourceOf({ 'app/a.yaml': 'a' }, ({ path }) =>
      symlinkSync(to, join(path, 'app/link')),
    );
    const expected = new RegExp(`^app/link(/link)*: it is a symbolic link ${what}`);
    await expect(source.files('app', () => false)).rejects.toThrow(expected);
    await expect(source.file('app/link')).rejects.toThrow('app/link: is a symbolic link');
  });

  it('S35: leaves out a symbolic link in a hidden folder, as nothing reads it', async () => {
    const source = await sourceOf({ '.hidden/a': 'a' }, ({ path }) =>
      symlinkSync('/etc/passwd', join(path, '.hidden/link')),
    );
    expect((await source.files('.')).map(({ path }) => path)).toEqual(['.hidden/a']);
  });

  it('S33: refuses a submodule by its name', async () => {
    const source = await sourceOf({ 'app/a.yaml': 'a' }, async (repository) => {
      const commit = await repository.git('rev-parse', 'HEAD');
      await repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},app/sub`);
      repository.write({ 'app/sub/.git': `gitdir: ${repository.path}/.git` });
    });
    await expect(source.files('.')).rejects.toThrow('app/sub: is a submodule');
  });

  it('names a commit that the repository does not have', async () => {
    const { path } = await testRepository();
    const open = (id: string) => createCommitSource(path, id, OPTIONS);
    await expect(open('0123456789012345678901234567890123456789')).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(open('--help')).rejects.toMatchObject({ code: 'not-found' });
  });
});

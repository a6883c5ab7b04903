import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderSource } from '../../../src/git/source/folder-source.ts';
import { folderWith } from '../../support/temp-folder.ts';

describe('the source of a folder', () => {
  it('reads every file below a folder, in the order of paths', async () => {
    const root = folderWith({
      'app/z.yaml': 'z',
      'app/a/x.yaml': 'é\n',
      'app/a.yaml': 'a',
      'other.yaml': 'o',
    });
    expect(await createFolderSource(root).files('app')).toMatchObject([
      { path: 'app/a.yaml', text: 'a' },
      { path: 'app/a/x.yaml', text: 'é\n' },
      { path: 'app/z.yaml', text: 'z' },
    ]);
  });

  it('takes the root as ".", only what is accepted, and never Git\'s own folder', async () => {
    const source = createFolderSource(folderWith({ 'a.yaml': 'a', 'b.md': 'b', '.git/config.yaml': 'c' }));
    const files = await source.files('.', (path) => path.endsWith('.yaml'));
    expect(files).toMatchObject([{ path: 'a.yaml', text: 'a' }]);
  });

  it('is named by its real path unless it is told where it lives', () => {
    const root = folderWith({ 'real/a.yaml': 'a' });
    symlinkSync('real', join(root, 'link'));
    expect(createFolderSource(join(root, 'link'))).toMatchObject({
      repository: join(root, 'real'),
      description: join(root, 'link'),
    });
    const named = { repository: 'github.com/acme/shop', description: './manifests' };
    expect(createFolderSource(root, named)).toMatchObject(named);
  });

  it('reads one file, and knows where there is none', async () => {
    const source = createFolderSource(folderWith({ 'a/b.yml': 'b' }));
    expect(await source.file('a/b.yml')).toBe('b');
    expect(await source.file('a')).toBeUndefined();
    expect(await source.file('a/b.yml/c')).toBeUndefined();
    expect(await source.file('x/y')).toBeUndefined();
  });

  it('F1: says that there is no such folder, or no such root', async () => {
    const root = folderWith({ 'a.yaml': 'a' });
    await expect(createFolderSource(root).files('nothing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(createFolderSource(root).files('a.yaml')).rejects.toMatchObject({ code: 'not-found' });
    expect(() => createFolderSource(join(root, 'nothing'))).toThrow(
      'nothing: no such folder. Check the path.',
    );
    expect(() => createFolderSource(join(root, 'a.yaml'))).toThrow(
      'a.yaml: no folder. Give the folder that it is in.',
    );
  });

  it.each(['../x', '/etc', 'a/../../b', 'C:\\x', 'a\0b', '.git', '.GIT/config'])(
    'S35: refuses the path %j',
    async (path) => {
      const source = createFolderSource(folderWith({ 'a/b.yaml': 'b' }));
      await expect(source.files(path)).rejects.toMatchObject({ code: 'usage' });
      await expect(source.file(path)).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it.each([
    ['/etc/passwd', 'with an absolute path'],
    ['/etc', 'with an absolute path'],
    ['../../elsewhere', 'that leads out of the repository'],
    ['.', 'to a folder that it lies in itself'],
    ['nothing', 'to what is no file of the repository'],
  ])('S35, U31: refuses a symbolic link to %s by its name', async (to, what) => {
    const root = folderWith({ 'app/a.yaml': 'a' });
    symlinkSync(to, join(root, 'app/link'));
    const source = createFolderSource(root);
    await expect(source.files('.', () => false)).rejects.toThrow(
      new RegExp(`^app/link(/link)*: it is a symbolic link ${what}`),
    );
    for (const path of ['app/link', 'app/link/passwd'])
      await expect(source.file(path)).rejects.toThrow('app/link: is a symbolic link');
  });

  it('S35: leaves out a symbolic link in a hidden folder', async () => {
    const root = folderWith({ '.hidden/a': 'a' });
    symlinkSync('/etc/passwd', join(root, '.hidden/link'));
    expect(await createFolderSource(root).files('.')).toMatchObject([{ path: '.hidden/a', text: 'a' }]);
  });

  it('S35: refuses a named pipe instead of waiting for it', async () => {
    const root = folderWith({ 'a.yaml': 'a' });
    mkdirSync(join(root, 'app'));
    execFileSync('mkfifo', [join(root, 'app/pipe.yaml')]);
    const source = createFolderSource(root);
    await expect(source.files('app')).rejects.toThrow('app/pipe.yaml: is no regular file');
    await expect(source.file('app/pipe.yaml')).rejects.toThrow('app/pipe.yaml: is no regular file');
  });
});

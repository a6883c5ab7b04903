import { describe, expect, it } from 'vitest';
import { createCommitSource } from '../../src/git/source/commit-source.ts';
import { createFolderSource } from '../../src/git/source/folder-source.ts';
import type { Source } from '../../src/ports/source.ts';
import { testRepository } from '../support/git.ts';
import { memorySource } from '../support/memory-source.ts';
import { folderWith } from '../support/temp-folder.ts';

type Files = Readonly<Record<string, string>>;

/** Every source there is: each keeps the contract of `ports/source.ts`. */
const SOURCES: Record<string, (files: Files) => Source | Promise<Source>> = {
  'a working folder': (files) => createFolderSource(folderWith(files)),
  'a commit': async (files) => {
    const repository = await testRepository(files);
    const commit = await repository.git('rev-parse', 'HEAD');
    return createCommitSource(repository.path, commit, {
      description: 'main',
      repository: 'example.com/x',
      standing: 'merged',
    });
  },
  'the table of files that unit tests use': (files) => memorySource(files),
};

const FILES: Files = {
  'k8s/b.yaml': 'b: 1\r\n',
  'k8s/a.yaml': '\uFEFFa: ä\n',
  'k8s/deep/er/c.yaml': '',
  'k8s-other/d.yaml': 'd',
  'README.md': 'x',
};

describe.each(Object.entries(SOURCES))('the source of %s', (_name, open) => {
  it('gives the files below a folder, in the order of their paths, and of no other folder', async () => {
    const files = await (await open(FILES)).files('k8s');
    expect(files.map(({ path }) => path)).toEqual(['k8s/a.yaml', 'k8s/b.yaml', 'k8s/deep/er/c.yaml']);
  });

  it('gives every file of the root', async () => {
    expect((await (await open(FILES)).files('.')).length).toBe(Object.keys(FILES).length);
  });

  it('gives texts as they are', async () => {
    const source = await open(FILES);
    expect(await source.file('k8s/b.yaml')).toBe('b: 1\r\n');
    const [first] = await source.files('k8s');
    expect(first?.text).toBe('\uFEFFa: ä\n');
  });

  it('gives bytes as they are', async () => {
    const [first] = await (await open(FILES)).blobs('k8s', (path) => path.endsWith('a.yaml'));
    expect(first).toMatchObject({ path: 'k8s/a.yaml', bytes: Buffer.from('\uFEFFa: ä\n') });
  });

  it('names contents as Git does', async () => {
    const source = await open(FILES);
    const [, , empty] = await source.files('k8s');
    expect(empty?.id).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    const [bytes] = await source.blobs('k8s');
    expect(bytes?.id).toBe((await source.files('k8s'))[0]?.id);
  });

  it('gives only the files whose path is accepted', async () => {
    const files = await (await open(FILES)).files('.', (path) => path.endsWith('.md'));
    expect(files.map(({ path }) => path)).toEqual(['README.md']);
  });

  it('says that a folder is not there, and of a file that there is none', async () => {
    const source = await open(FILES);
    await expect(source.files('nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(source.files('README.md')).rejects.toMatchObject({ code: 'not-found' });
    expect(await source.file('k8s/nowhere.yaml')).toBeUndefined();
    expect(await source.file('k8s')).toBeUndefined();
  });
});

import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommitSource } from '../../../src/git/source/commit-source.ts';
import { createFolderSource } from '../../../src/git/source/folder-source.ts';
import type { Source } from '../../../src/ports/source.ts';
import { type Files, testRepository } from '../../support/git.ts';
import { folderWith } from '../../support/temp-folder.ts';

type Links = Readonly<Record<string, string>>;

function link(root: string, links: Links): void {
  for (const [path, to] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(to, join(root, path));
  }
}

const SOURCES: Record<string, (files: Files, links: Links) => Promise<Source>> = {
  'a working folder': async (files, links) => {
    const root = folderWith(files);
    link(root, links);
    return createFolderSource(root);
  },
  'a commit': async (files, links) => {
    const repository = await testRepository(files);
    link(repository.path, links);
    const commit = await repository.commit('links');
    const options = { description: 'main', repository: 'example.com/x', standing: 'merged' } as const;
    return createCommitSource(repository.path, commit, options);
  },
};

const textsOf = async (source: Source, folder: string) =>
  Object.fromEntries((await source.files(folder)).map(({ path, text }) => [path, text]));

/** As in knative's serving: `config/core` holds links into `vendor/`. */
const KNATIVE = {
  'config/core/own.yaml': 'own',
  'vendor/caching/image.yaml': 'image',
  'vendor/caching/README.md': 'no',
};

describe.each(Object.entries(SOURCES))('U31: symbolic links of %s', (_name, open) => {
  it('to files are followed, and what they lead to is told', async () => {
    const source = await open(KNATIVE, { 'config/core/image.yaml': '../../vendor/caching/image.yaml' });
    expect(await textsOf(source, 'config/core')).toEqual({
      'config/core/image.yaml': 'image',
      'config/core/own.yaml': 'own',
    });
    expect(await source.linked('config/core')).toEqual(
      expect.arrayContaining(['vendor/caching/image.yaml']) as string[],
    );
    expect((await source.blob('config/core/image.yaml'))?.bytes.toString()).toBe('image');
    expect(await source.linked('vendor')).toEqual([]);
  });

  it('to folders are followed, with the links in them, and so are links on the way', async () => {
    const links = {
      'app/lib': '../shared/lib',
      'shared/lib/deep': '../../other',
      way: 'app',
    };
    const files = { 'app/a': 'a', 'shared/lib/b': 'b', 'other/c': 'c' };
    const source = await open(files, links);
    const expected = { 'app/a': 'a', 'app/lib/b': 'b', 'app/lib/deep/c': 'c' };
    expect(await textsOf(source, 'app')).toEqual(expected);
    expect(await textsOf(source, 'way/lib')).toEqual({ 'way/lib/b': 'b', 'way/lib/deep/c': 'c' });
    expect((await source.linked('way/lib')).toSorted()).toEqual(
      expect.arrayContaining(['app/lib', 'other', 'shared/lib']) as string[],
    );
    expect((await source.blob('way/lib/deep/c'))?.bytes.toString()).toBe('c');
  });

  it('from link to link are followed, as far as they end', async () => {
    const links = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`app/l${i}`, `l${i + 1}`]));
    const source = await open({ 'app/l30': 'end' }, links);
    expect((await textsOf(source, 'app'))['app/l0']).toBe('end');
    const round = await open({ 'app/a': 'a' }, { 'app/x': 'y', 'app/y': 'x' });
    await expect(round.files('app')).rejects.toThrow(/^app\/x: .*from link to link without end/);
  });

  it.each<[string, Links, string]>([
    ['that is absolute', { 'app/x': '/etc/passwd' }, 'app/x: it is a symbolic link with an absolute path'],
    ['out of the repository', { 'app/x': '../../a' }, 'that leads out of the repository'],
    ['out of it and back', { 'app/x': '../../../tmp/../etc' }, 'that leads out of the repository'],
    ["into Git's own folder", { 'app/x': '../.git/config' }, "inside Git's own folder"],
    ['to nothing', { 'app/x': 'nothing' }, 'to what is no file'],
    ['to a file as if that were a folder', { 'app/x': 'a/b' }, 'to what is no file'],
    ['to the folder around it', { 'app/x': '../app' }, 'to a folder that it lies in itself'],
    ['to the root', { 'app/x': '..' }, 'to a folder that it lies in itself'],
    ['to each other', { 'app/x': '../b', 'b/y': '../app' }, 'to a folder that it lies in itself'],
    [
      'by a link that leads out',
      { 'app/x': '../b', b: '/' },
      'b: it is a symbolic link with an absolute path',
    ],
    ['by a folder that leads out', { 'app/x': '../b/passwd', b: '/etc' }, 'b: it is a symbolic link with an'],
    [
      'with a control character',
      { 'app/x': 'a\u001b[2J' },
      'app/x": this entry of the tree is a symbolic link',
    ],
  ])('%s are refused by their name', async (_what, links, words) => {
    const source = await open({ 'app/a': 'a' }, links);
    await expect(source.files('app')).rejects.toThrow(words);
    await expect(source.files('app')).rejects.toMatchObject({
      code: expect.stringMatching('unsupported|invalid-source') as string,
    });
  });

  it('that double with each level are bounded', async () => {
    const doubled = Array.from({ length: 20 }, (_, i) =>
      [`d${i}/a`, `d${i}/b`].map((at) => [at, `../d${i + 1}`]),
    );
    const source = await open({ 'd20/file': 'x' }, Object.fromEntries(doubled.flat()) as Links);
    await expect(source.files('d0')).rejects.toThrow('d0: its symbolic links lead to more than 20000 files');
  });

  it('never stand for a file that judges changes', async () => {
    const source = await open(
      { 'elsewhere.yml': 'version: 1', 'a/real.yml': 'x' },
      { '.github/plumbline.yml': '../elsewhere.yml' },
    );
    await expect(source.file('.github/plumbline.yml')).rejects.toThrow(
      '.github/plumbline.yml: is a symbolic link',
    );
  });
});

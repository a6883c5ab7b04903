import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRepository } from '../../../src/git/repository.ts';
import { testClone, testRepository } from '../../support/git.ts';
import { folderWith } from '../../support/temp-folder.ts';

describe('the repository around a folder', () => {
  it('is found from any folder of the checkout', async () => {
    const { path } = await testRepository({ 'a/b/c.yaml': 'c' });
    expect((await findRepository(path))?.root).toBe(path);
    expect((await findRepository(join(path, 'a/b')))?.root).toBe(path);
  });

  it('keeps the spelling of a path that leads over a link', async () => {
    const { path } = await testRepository({ 'a/b.yaml': 'b' });
    const outside = folderWith({});
    symlinkSync(path, join(outside, 'link'));
    expect((await findRepository(join(outside, 'link/a')))?.root).toBe(join(outside, 'link'));
    symlinkSync(join(path, 'a'), join(outside, 'into'));
    expect((await findRepository(join(outside, 'into')))?.root).toBe(path);
  });

  it('is undefined where there is none, and an error where there is no folder', async () => {
    const folder = folderWith({ 'a.yaml': 'a' });
    expect(await findRepository(folder)).toBeUndefined();
    await expect(findRepository(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is an error where Git does not open it', async () => {
    const folder = folderWith({ '.git': 'gitdir: /nonexistent\n' });
    await expect(findRepository(folder)).rejects.toMatchObject({ code: 'tool-failed', subject: folder });
  });

  it('gives the working folder with uncommitted edits', async () => {
    const repository = await testRepository({ 'a.yaml': 'committed' });
    repository.write({ 'a.yaml': 'edited' });
    mkdirSync(join(repository.path, 'empty'));
    const source = (await findRepository(repository.path))?.workingSource();
    expect(await source?.files('.')).toMatchObject([{ path: 'a.yaml', text: 'edited' }]);
    expect(await source?.files('empty')).toEqual([]);
    expect(source?.repository).toBe(repository.path);
  });

  it('proposes what merging HEAD into the default branch would give', async () => {
    const origin = await testRepository({ 'a.yaml': 'old\n' });
    const clone = await testClone(origin);
    await clone.git('switch', '--quiet', '--create', 'topic');
    const head = await clone.commit('topic', { 'a.yaml': 'new\n' });
    const base = await origin.commit('newer', { 'b.yaml': 'b\n' });
    await clone.git('fetch', '--quiet');
    const proposal = await (await findRepository(clone.path))?.propose(undefined, undefined);
    expect(proposal?.base.description).toBe(`origin/main (${base.slice(0, 7)})`);
    expect(proposal?.proposed.description).toBe(
      `HEAD (${head.slice(0, 7)}) merged into origin/main (${base.slice(0, 7)})`,
    );
    expect(await proposal?.base.file('a.yaml')).toBe('old\n');
    expect(await proposal?.proposed.files('.')).toMatchObject([
      { path: 'a.yaml', text: 'new\n' },
      { path: 'b.yaml', text: 'b\n' },
    ]);
    expect(proposal?.changed).toEqual(['a.yaml']);
    expect(proposal?.proposed.repository).toBe(origin.path);
  });
});

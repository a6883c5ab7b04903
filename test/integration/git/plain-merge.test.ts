import { describe, expect, it } from 'vitest';
import { isPlainMerge } from '../../../src/git/plain-merge.ts';
import { type TestRepository, testRepository } from '../../support/git.ts';

/** Two lines that both changed something since they parted; the topic is checked out. */
async function parted(topic: Record<string, string>, main: Record<string, string>): Promise<TestRepository> {
  const repository = await testRepository({ 'a.yaml': 'a\n' });
  await repository.git('switch', '--quiet', '--create', 'topic');
  await repository.commit('topic', topic);
  await repository.git('switch', '--quiet', 'main');
  await repository.commit('main', main);
  await repository.git('switch', '--quiet', 'topic');
  return repository;
}

describe('a plain merge', () => {
  it('U48: holds what merging its parents gives', async () => {
    const repository = await parted({ 'b.yaml': 'b\n' }, { 'c.yaml': 'c\n' });
    await repository.git('merge', '--quiet', '--no-edit', 'main');
    const commit = await repository.git('rev-parse', 'HEAD');
    expect(await isPlainMerge(repository.path, commit)).toBe(true);
  });

  it('U48: is none when something more went into it', async () => {
    const repository = await parted({ 'b.yaml': 'b\n' }, { 'c.yaml': 'c\n' });
    await repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'main');
    const commit = await repository.commit('Merge', { 'evil.yaml': 'x\n' });
    expect(await isPlainMerge(repository.path, commit)).toBe(false);
  });

  it('U48: is none when something of a parent was left out, or a conflict was resolved', async () => {
    const left = await parted({ 'b.yaml': 'b\n' }, { 'c.yaml': 'c\n' });
    await left.git('merge', '--quiet', '--no-edit', '--strategy=ours', 'main');
    expect(await isPlainMerge(left.path, await left.git('rev-parse', 'HEAD'))).toBe(false);
    const resolved = await parted({ 'a.yaml': 'ours\n' }, { 'a.yaml': 'theirs\n' });
    await resolved.git('merge', '--quiet', '--no-edit', '--strategy-option=ours', 'main');
    expect(await isPlainMerge(resolved.path, await resolved.git('rev-parse', 'HEAD'))).toBe(false);
  });

  it('U48: is none of one parent, of three, and none that is not there', async () => {
    const repository = await parted({ 'b.yaml': 'b\n' }, { 'c.yaml': 'c\n' });
    expect(await isPlainMerge(repository.path, await repository.git('rev-parse', 'HEAD'))).toBe(false);
    await repository.git('switch', '--quiet', '--create', 'third', 'main~1');
    await repository.commit('third', { 'd.yaml': 'd\n' });
    await repository.git('switch', '--quiet', 'topic');
    await repository.git('merge', '--quiet', '--no-edit', 'main', 'third');
    expect(await isPlainMerge(repository.path, await repository.git('rev-parse', 'HEAD'))).toBe(false);
    expect(await isPlainMerge(repository.path, '0123'.repeat(10))).toBe(false);
  });
});

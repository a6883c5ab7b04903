import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ObjectProcess } from '../../../src/git/objects/object-process.ts';
import { readObjects } from '../../../src/git/objects/read-objects.ts';
import { exec } from '../../../src/process/exec.ts';
import { type TestRepository, testClone, testRepository } from '../../support/git.ts';
import { processesIn } from '../../support/processes.ts';

const MIB = 1024 * 1024;
const WAIT = { timeout: 30_000 };

/** The texts of files, by what Git calls them: `HEAD:a.yaml`. */
async function read({ path }: TestRepository, ...names: string[]): Promise<string[]> {
  const commands = names.map((name) => `contents ${name}` as const);
  const answers = await readObjects(path, commands, 16 * MIB);
  return answers.map((answer) => (answer === 'missing' ? answer : answer.content.toString()));
}

describe('reading objects', () => {
  it('is done by one process, whatever is in them', async () => {
    const files = { empty: '', lines: 'a\n\nb', last: '\n', odd: 'x missing\n', large: 'é'.repeat(2 * MIB) };
    const repository = await testRepository(files);
    const names = Object.keys(files).map((name) => `HEAD:${name}`);
    expect(await read(repository, ...names)).toEqual(Object.values(files));
    const [process, ...more] = processesIn(repository.path);
    expect([typeof process, more]).toEqual(['number', []]);
    expect(await read(repository, ...names.toReversed())).toEqual(Object.values(files).toReversed());
    expect(processesIn(repository.path)).toEqual([process]);
  });

  it('answers everybody who asks at a time', async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, `${n}`.repeat(n * 100)]));
    const repository = await testRepository(files);
    const texts = await Promise.all(Object.keys(files).map((name) => read(repository, `HEAD:${name}`)));
    expect(texts.flat()).toEqual(Object.values(files));
  });

  it('tells id and type alone, and what is missing in its place', async () => {
    const repository = await testRepository({ a: 'a' });
    const commands = [
      'info HEAD^{tree}',
      `contents ${'0'.repeat(40)}`,
      'info no such thing',
      'contents HEAD:a',
    ];
    const [tree, ...rest] = await readObjects(repository.path, commands as `info ${string}`[], 1);
    expect(tree).toMatchObject({ id: await repository.git('rev-parse', 'HEAD^{tree}'), type: 'tree' });
    expect(rest).toMatchObject(['missing', 'missing', { type: 'blob', content: Buffer.from('a') }]);
  });

  it('finds what a fetch brings, loose or packed, and where a ref is then', async () => {
    const origin = await testRepository({ a: 'first' });
    const clone = await testClone(origin);
    const main = 'refs/remotes/origin/main';
    expect(await read(clone, `${main}:a`)).toEqual(['first']);
    const [process] = processesIn(clone.path);
    for (const [text, limit] of [
      ['loose', '1000'],
      ['packed', '1'],
    ] as const) {
      const commit = await origin.commit(text, { a: text });
      await clone.git('-c', `fetch.unpackLimit=${limit}`, 'fetch', '--quiet', 'origin');
      expect(await read(clone, `${commit}:a`, `${main}:a`)).toEqual([text, text]);
    }
    expect(processesIn(clone.path)).toEqual([process]);
  });

  it('finds what a repack moves', async () => {
    const repository = await testRepository({ a: 'a', b: 'b' });
    await repository.git('repack', '-adq');
    expect(await read(repository, 'HEAD:a')).toEqual(['a']);
    const [process] = processesIn(repository.path);
    await repository.commit('more', { c: 'c' });
    // Another pack, and the one that the process has open is removed.
    await repository.git('gc', '--quiet', '--prune=now');
    expect(await read(repository, 'HEAD:b', 'HEAD:c')).toEqual(['b', 'c']);
    expect(processesIn(repository.path)).toEqual([process]);
  });

  it('goes on when its process is killed', async () => {
    const repository = await testRepository({ a: 'a' });
    await read(repository, 'HEAD:a');
    const [killed = 0] = processesIn(repository.path);
    process.kill(killed, 'SIGKILL');
    expect(await read(repository, 'HEAD:a')).toEqual(['a']);
    expect(processesIn(repository.path)).not.toContain(killed);
  });

  it('finds another repository in the place of the one before', async () => {
    const repository = await testRepository({ a: 'a' });
    await read(repository, 'HEAD:a');
    rmSync(`${repository.path}/.git`, { recursive: true });
    await repository.git('init', '--quiet', '--initial-branch=main');
    await repository.commit('another', { b: 'b' });
    expect(await read(repository, 'HEAD:b')).toEqual(['b']);
  });

  it('fails with the words of Git, and works again when that is put right', async () => {
    const text = Array.from({ length: 5000 }, (_, n) => n ** 7).join();
    const repository = await testRepository({ a: text, b: 'b' });
    const id = await repository.git('rev-parse', 'HEAD:a');
    const object = `${repository.path}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`;
    const whole = readFileSync(object);
    const put = (bytes: Buffer) => {
      rmSync(object);
      writeFileSync(object, bytes);
    };
    put(whole.subarray(0, whole.length / 2));
    for (let n = 0; n < 2; n += 1) {
      await expect(read(repository, id)).rejects.toMatchObject({
        code: 'tool-failed',
        message: expect.stringMatching(/: git cat-file failed \(exit code 128\): .* Correct that/),
      });
      expect(await read(repository, 'HEAD:b')).toEqual(['b']);
    }
    put(whole);
    expect(await read(repository, id)).toEqual([text]);
  });

  it('refuses more than is expected', async () => {
    const repository = await testRepository({ a: 'a'.repeat(1000) });
    await expect(readObjects(repository.path, ['contents HEAD:a'], 100)).rejects.toThrow(
      'printed more than is allowed',
    );
    expect(await read(repository, 'HEAD:a')).toEqual(['a'.repeat(1000)]);
  });

  it('asks nothing more of a process that answered too late or too much', async () => {
    const repository = await testRepository({ a: 'a'.repeat(1000) });
    const opened = new ObjectProcess(repository.path, () => undefined);
    const tooMuch = 'printed more than is allowed';
    await expect(opened.ask(['contents HEAD:a', 'info HEAD^{tree}'], 0)).rejects.toThrow(tooMuch);
    // It is not gone yet, and its last answers may still be on their way.
    await expect(opened.ask(['info HEAD'], 0)).rejects.toThrow(tooMuch);
  });

  it('keeps a few processes open, and none that has nothing to do', async () => {
    const repositories = await Promise.all(
      Array.from({ length: 10 }, (_, n) => testRepository({ a: `${n}` })),
    );
    for (const [n, repository] of repositories.entries())
      expect(await read(repository, 'HEAD:a')).toEqual([`${n}`]);
    const open = () => repositories.filter(({ path }) => processesIn(path).length > 0);
    await expect.poll(() => open().length, WAIT).toBeLessThanOrEqual(8);
    expect(open()).toContain(repositories.at(-1));
    await expect.poll(() => open().length, WAIT).toBe(0);
    expect(await read(repositories[0]!, 'HEAD:a')).toEqual(['0']);
  });

  it('keeps no process from its end', async () => {
    const repository = await testRepository({ a: 'a' });
    const module = new URL('../../../src/git/objects/read-objects.ts', import.meta.url).href;
    const script = `
      const { readObjects } = await import(${JSON.stringify(module)});
      const [{ content }] = await readObjects(${JSON.stringify(repository.path)}, ['contents HEAD:a'], 9);
      console.log(content.toString(), performance.now());
      process.on('exit', () => console.log(performance.now()))`;
    const options = { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } };
    const { code, stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], options);
    const [, text, read, ended] = /^(\w+) (\S+)\n(\S+)\n$/.exec(stdout) ?? [];
    expect([code, text]).toEqual([0, 'a']);
    expect(Number(ended) - Number(read)).toBeLessThan(4000);
    await expect.poll(() => processesIn(repository.path), WAIT).toEqual([]);
  });
});

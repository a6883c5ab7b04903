import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ExecOptions, exec, execBytes } from '../../src/process/exec.ts';
import { folderWith } from '../support/temp-folder.ts';

const options: ExecOptions = { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } };
const node = (script: string, more: Partial<ExecOptions> = {}) =>
  exec(process.execPath, ['-e', script], { ...options, ...more });

describe('running a program', () => {
  it('gives its exit code and both outputs', async () => {
    expect(await node('console.log("out é"); console.error("err"); process.exitCode = 3')).toEqual({
      code: 3,
      stdout: 'out é\n',
      stderr: 'err\n',
    });
  });

  it('gives bytes as they are', async () => {
    const { stdout } = await execBytes(
      process.execPath,
      ['-e', 'process.stdout.write(Buffer.from([0, 255, 10]))'],
      options,
    );
    expect([...stdout]).toEqual([0, 255, 10]);
  });

  it('passes its input, and does not mind when it is not read', async () => {
    expect((await node('process.stdin.pipe(process.stdout)', { input: 'in' })).stdout).toBe('in');
    expect((await node('process.exit(0)', { input: 'x'.repeat(5_000_000) })).code).toBe(0);
  });

  it('S31: takes arguments as they are, without a shell', async () => {
    const args = ['$HOME', '`id`', '; id', '&& id', 'a b', '*', '"', "'", '\n', ''];
    const { stdout } = await exec(
      process.execPath,
      ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...args],
      options,
    );
    expect(JSON.parse(stdout)).toEqual(args);
  });

  it('shows the program nothing of our environment but what it is given', async () => {
    const { stdout } = await node('console.log(JSON.stringify(process.env))', { env: { A: '1' } });
    expect(JSON.parse(stdout)).toEqual({ A: '1' });
  });

  it('says which program is missing, and how to get it', async () => {
    const env = { PATH: '/nonexistent' };
    await expect(exec('helm', [], { ...options, env })).rejects.toMatchObject({
      code: 'tool-failed',
      message:
        'helm: not found. Install Helm (https://helm.sh/docs/intro/install), or add its folder to PATH.',
    });
  });

  it('says that the folder is missing when it is the folder', async () => {
    const cwd = folderWith({ file: '' });
    await expect(exec('git', [], { ...options, cwd: `${cwd}/nothing` })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(exec('git', [], { ...options, cwd: `${cwd}/file` })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('ends it and its children when the time is up', async () => {
    const cwd = folderWith({ beats: '' });
    const beating = 'setInterval(() => require("fs").appendFileSync("beats", "."), 10)';
    const script = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(beating)}]); ${beating}`;
    await expect(node(script, { cwd, timeout: 1500 })).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    const beats = statSync(`${cwd}/beats`).size;
    expect(beats).toBeGreaterThan(0);
    await sleep(200);
    expect(statSync(`${cwd}/beats`).size).toBe(beats);
  });

  it('asks it to end by SIGINT first, so that it can give back a lock', async () => {
    const cwd = folderWith({ lock: '' });
    const script =
      'setInterval(() => {}, 1000); process.on("SIGINT", () => setTimeout(() => { fs.rmSync("lock"); process.exit() }, 300))';
    const aborted = new AbortController();
    const running = node(script, { cwd, signal: aborted.signal, grace: 30_000 });
    setTimeout(() => aborted.abort(new Error('enough')), 1500);
    await expect(running).rejects.toThrow('enough');
    expect(existsSync(`${cwd}/lock`)).toBe(false);
  });

  it('kills it, and what it has started, when it does not end in the time that it is given', async () => {
    const cwd = folderWith({ beats: '' });
    const stubborn =
      'process.on("SIGINT", () => {}); setInterval(() => require("fs").appendFileSync("beats", "."), 10)';
    const script = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]); ${stubborn}`;
    await expect(node(script, { cwd, timeout: 1500, grace: 300 })).rejects.toMatchObject({ code: 'timeout' });
    const beats = statSync(`${cwd}/beats`).size;
    expect(beats).toBeGreaterThan(0);
    await sleep(200);
    expect(statSync(`${cwd}/beats`).size).toBe(beats);
  });

  it('ends it when it is aborted, with the reason of the abort', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const aborted = node('setTimeout(() => {}, 60000)', { signal: controller.signal });
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    await expect(node('', { signal: controller.signal })).rejects.toBe(reason);
  });

  it('ends it when it prints too much', async () => {
    const endless = 'for (;;) require("fs").writeSync(1, "x".repeat(10000))';
    await expect(node(endless, { maxBuffer: 100_000 })).rejects.toThrow('printed more than is allowed');
  });

  it('is an error when something else ends it', async () => {
    await expect(node('process.kill(process.pid, "SIGTERM")')).rejects.toThrow('was ended by SIGTERM');
  });
});

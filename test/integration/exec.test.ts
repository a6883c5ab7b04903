import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import { type ExecOptions, exec, execBytes } from '../../src/process/exec.ts';
import { startElsewhere } from '../../src/process/start-program.ts';
import { folderWith } from '../support/temp-folder.ts';

const options: ExecOptions = { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } };
const node = (script: string, more: Partial<ExecOptions> = {}) =>
  exec(process.execPath, ['-e', script], { ...options, ...more });

describe.each([
  ['by this process', () => undefined],
  ['by the spawner', startElsewhere],
])('running a program %s', (_by, prepare) => {
  beforeAll(prepare);

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

  it('says that a program may not be run, or has too much to read', async () => {
    const cwd = folderWith({ program: '' });
    const long = 'x'.repeat(3_000_000);
    await expect(exec(`${cwd}/program`, [], { ...options, name: 'it' })).rejects.toMatchObject({
      code: 'tool-failed',
      message: 'it: could not be started (EACCES). Check its permissions.',
    });
    await expect(exec('git', [long], options)).rejects.toMatchObject({ code: 'tool-failed', subject: 'git' });
    // What no system takes is a mistake of ours.
    await expect(exec('git', ['\0'], options)).rejects.toThrow('must be a string without null bytes');
    await expect(exec('git', ['\0'], options)).rejects.not.toBeInstanceOf(OpsError);
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

  it('does not wait for a child of it that has left its group and holds its output', async () => {
    const sleeping =
      'spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"], { detached: true, stdio: "inherit" })';
    const begun = Date.now();
    await expect(
      node(`require("child_process").${sleeping}.unref()`, { timeout: 1500 }),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  it('gives large output as it is', async () => {
    const script = 'for (let n = 0; n < 300; n += 1) process.stdout.write(String(n).padEnd(100_000, "."))';
    const { stdout } = await node(script);
    const parts = Array.from({ length: 300 }, (_, n) => String(n).padEnd(100_000, '.'));
    expect(stdout === parts.join('')).toBe(true);
  });

  it('ends it when it prints too much', async () => {
    const endless = 'for (;;) require("fs").writeSync(1, "x".repeat(10000))';
    await expect(node(endless, { maxBuffer: 100_000 })).rejects.toThrow('printed more than is allowed');
  });

  it('is an error when something else ends it', async () => {
    await expect(node('process.kill(process.pid, "SIGTERM")')).rejects.toThrow('was ended by SIGTERM');
  });
});

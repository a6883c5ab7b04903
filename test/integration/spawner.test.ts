import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exec } from '../../src/process/exec.ts';
import { startElsewhere } from '../../src/process/start-program.ts';
import { isRunning, spawnersOf } from '../support/processes.ts';
import { folderWith } from '../support/temp-folder.ts';

const ENV = { PATH: process.env['PATH'] ?? '' };
const WAIT = { timeout: 20_000 };
const MODULES = new URL('../../src/process/', import.meta.url);

/** Writes to `beats` in its folder, and so does its child, until they are killed. */
const BEATING =
  'process.on("SIGINT", () => {}); setInterval(() => require("fs").appendFileSync("beats", "."), 10)';
const BOTH = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(BEATING)}]); ${BEATING}`;

const beatsIn = (cwd: string) => statSync(`${cwd}/beats`).size;

async function expectSilence(cwd: string): Promise<void> {
  let before = -1;
  await expect
    .poll(async () => {
      before = beatsIn(cwd);
      await sleep(300);
      return beatsIn(cwd) - before;
    }, WAIT)
    .toBe(0);
}

/** A process that starts programs elsewhere and then runs a script. */
function service(script: string, env: Record<string, string> = {}) {
  const folder = folderWith({
    'service.mjs': `
      import { exec } from '${new URL('exec.ts', MODULES).href}';
      import { startElsewhere } from '${new URL('start-program.ts', MODULES).href}';
      const env = { PATH: process.env.PATH };
      startElsewhere();
      ${script}`,
  });
  const child = fork(`${folder}/service.mjs`, [], {
    env: { ...ENV, ...env },
    execArgv: [],
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('the spawner', () => {
  it('takes its programs along when it is killed, which is told; the next program has a new one', async () => {
    startElsewhere();
    const cwd = folderWith({ beats: '' });
    const running = exec(process.execPath, ['-e', BOTH], { cwd, env: ENV });
    running.catch(() => undefined);
    await expect.poll(() => beatsIn(cwd), WAIT).toBeGreaterThan(10);
    const [spawner = 0] = spawnersOf(process.pid);
    process.kill(spawner, 'SIGKILL');
    await expect(running).rejects.toMatchObject({
      code: 'tool-failed',
      retryable: true,
      message: expect.stringContaining('the process that starts programs has ended. Try again'),
    });
    await expectSilence(cwd);
    expect(await exec(process.execPath, ['-p', '1'], { cwd, env: ENV })).toMatchObject({ stdout: '1\n' });
    expect(spawnersOf(process.pid)).not.toContain(spawner);
  });

  it('ends when the process that it serves is killed, and its programs with it', async () => {
    const cwd = folderWith({ beats: '' });
    const child = service(
      `await exec(process.execPath, ['-e', ${JSON.stringify(BOTH)}], { cwd: ${JSON.stringify(cwd)}, env })`,
    );
    await expect.poll(() => beatsIn(cwd), WAIT).toBeGreaterThan(10);
    const [spawner = 0] = spawnersOf(child.pid ?? 0);
    expect(isRunning(spawner)).toBe(true);
    child.kill('SIGKILL');
    await expectSilence(cwd);
    await expect.poll(() => isRunning(spawner), WAIT).toBe(false);
  });

  it('keeps no process from its end, and ends with it', async () => {
    const child = service(`await exec('git', ['--version'], { cwd: '/', env }); process.send('done')`);
    await once(child, 'message');
    const spawners = spawnersOf(child.pid ?? 0);
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    await expect.poll(() => spawners.filter(isRunning), WAIT).toEqual([]);
  });

  it('lives through the signals that a whole service gets, so that work is ended in order', async () => {
    startElsewhere();
    await exec('git', ['--version'], { cwd: '/', env: ENV });
    const [spawner = 0] = spawnersOf(process.pid);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(spawner, signal);
    await exec('git', ['--version'], { cwd: '/', env: ENV });
    expect(spawnersOf(process.pid)).toEqual([spawner]);
  });

  it('knows nothing of our environment', async () => {
    const child = service(
      `await exec('git', ['--version'], { cwd: '/', env }); setInterval(() => {}, 1000)`,
      {
        PLUMBLINE_SECRET: 'secret-7a',
      },
    );
    await expect.poll(() => spawnersOf(child.pid ?? 0).length, WAIT).toBe(1);
    const environ = readFileSync(`/proc/${spawnersOf(child.pid ?? 0)[0]}/environ`, 'latin1');
    expect(environ).toContain('NODE_CHANNEL_FD');
    expect(environ).not.toContain('PLUMBLINE');
    child.kill('SIGKILL');
  });

  it('that cannot be started is told as a reason to try again; the next program has a new one', async () => {
    const folder = folderWith({
      'service.mjs': `
        import { closeSync, openSync } from 'node:fs';
        import { exec } from '${new URL('exec.ts', MODULES).href}';
        import { startElsewhere } from '${new URL('start-program.ts', MODULES).href}';
        const open = [];
        try { for (;;) open.push(openSync('/dev/null')); } catch {}
        startElsewhere();
        const git = () => exec('git', ['--version'], { cwd: '/', env: { PATH: process.env.PATH } });
        const error = await git().catch((error) => error);
        open.forEach((file) => closeSync(file));
        console.log(error.code, error.retryable, (await git()).code);`,
    });
    const script = `ulimit -n 100; exec '${process.execPath}' '${folder}/service.mjs'`;
    const { stdout } = await exec('sh', ['-c', script], { cwd: '/', env: ENV });
    expect(stdout).toBe('tool-failed true 0\n');
  });

  it('holds no flood that nobody takes up', async () => {
    startElsewhere();
    const aborted = new AbortController();
    const flood = exec(process.execPath, ['-e', 'for (;;) require("fs").writeSync(1, "x".repeat(65536))'], {
      cwd: '/',
      env: ENV,
      maxBuffer: 2 ** 32,
      signal: aborted.signal,
    });
    flood.catch(() => undefined);
    await sleep(500);
    // This process takes nothing up for a while.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    const [spawner = 0] = spawnersOf(process.pid);
    const status = readFileSync(`/proc/${spawner}/status`, 'utf8');
    aborted.abort(new Error('enough'));
    await expect(flood).rejects.toThrow('enough');
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024).toBeLessThan(200);
  });
});

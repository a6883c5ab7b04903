import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startCluster } from '../../../sandbox/cluster/start.ts';
import { alive, leftAfter, processesOf } from './processes.ts';

const NOTHING = { processes: [], folder: false };

/** Starts parent.ts; TMPDIR is where its cluster's folder goes. */
function startParent(how: string, temporary = tmpdir()): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL('parent.ts', import.meta.url)), how], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TMPDIR: temporary },
  });
}

async function folderOf(parent: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface(parent.stdout!), 'line')) as [string];
  return line;
}

describe('a cluster leaves nothing behind', () => {
  it('after stop(), and a second stop() does nothing', async () => {
    const cluster = await startCluster();
    const pids = processesOf(cluster.folder);
    expect(alive(pids)).toHaveLength(6); // five programs and their supervisor
    await cluster.stop();
    expect(alive(pids)).toEqual([]);
    expect(existsSync(cluster.folder)).toBe(false);
    await cluster.stop();
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('after its parent got %s', async (signal) => {
    const parent = startParent('waits');
    const folder = await folderOf(parent);
    const pids = processesOf(folder);
    expect(alive(pids)).toHaveLength(3);
    parent.kill(signal);
    expect(await leftAfter(pids, folder)).toEqual(NOTHING);
  });

  it.each(['returns', 'throws'])('after its parent %s', async (how) => {
    const parent = startParent(how);
    const folder = await folderOf(parent);
    const pids = processesOf(folder);
    expect(await leftAfter(pids, folder)).toEqual(NOTHING);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('after %s while it was starting', async (signal) => {
    const temporary = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
    const parent = startParent('waits', temporary);
    const folder = await firstFolderIn(temporary, 'kube-apiserver.pid');
    const pids = processesOf(folder);
    parent.kill(signal);
    expect(await leftAfter(pids, folder)).toEqual(NOTHING);
    rmSync(temporary, { recursive: true });
  });
});

async function firstFolderIn(temporary: string, file: string): Promise<string> {
  for (;;) {
    const found = readdirSync(temporary).map((name) => join(temporary, name));
    const started = found.find((folder) => existsSync(join(folder, file)));
    if (started) return started;
    await sleep(20);
  }
}

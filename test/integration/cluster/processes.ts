import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ids of the processes that a cluster's folder names, the supervisor's too. */
export function processesOf(folder: string): number[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.pid'));
  return files.map((name) => Number(readFileSync(join(folder, name), 'utf8')));
}

export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => answersSignals(pid) && !isZombie(pid));
}

/** Waits until neither the processes nor the folder is left, and says what is. */
export async function leftAfter(pids: readonly number[], folder: string, patienceMs = 10_000) {
  const deadline = Date.now() + patienceMs;
  while ((alive(pids).length > 0 || existsSync(folder)) && Date.now() < deadline) await sleep(20);
  return { processes: alive(pids), folder: existsSync(folder) };
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Dead, but its parent has not asked how it ended: in a container without an init process that is for good. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') ?? false;
  } catch {
    return false;
  }
}

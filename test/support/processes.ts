import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';

/** The processes that run in a folder, by their ids; zombies are none. */
export function processesIn(folder: string): number[] {
  const real = realpathSync(folder);
  return allProcesses().filter((id) => cwdOf(id) === real);
}

function cwdOf(id: number): string | undefined {
  try {
    return readlinkSync(`/proc/${id}/cwd`);
  } catch {
    // Gone meanwhile, a zombie, or somebody else's.
    return undefined;
  }
}

/** Whether a process runs; a zombie does not. */
export function isRunning(id: number): boolean {
  return /^State:\s+[^Z]/m.test(read(id, 'status'));
}

/** The spawners of a process, by their ids. */
export function spawnersOf(parent: number): number[] {
  return allProcesses().filter((id) => {
    const status = read(id, 'status');
    return status.includes(`\nPPid:\t${parent}\n`) && read(id, 'cmdline').includes('process/spawner/main.ts');
  });
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function read(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    // Gone meanwhile.
    return '';
  }
}

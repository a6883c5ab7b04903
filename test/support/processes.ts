import { readdirSync, readlinkSync, realpathSync } from 'node:fs';

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

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OpsError } from '../core/errors.ts';

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process. The embedded database has no lock of its own, and two processes would ruin it.
 * The lock of a killed process is taken over: the file names the process and when it began, since numbers come again.
 * @throws OpsError that names the folder and the process with the lock.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const handle = await tryOpen(file);
    if (handle !== undefined) return hold(handle, file);
    const holder = await readFile(file, 'utf8').catch(() => '');
    if (await isAlive(holder)) throw taken(folder, holder);
    await rm(file, { force: true });
  }
  throw taken(folder, 'unknown');
}

async function tryOpen(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

async function hold(handle: FileHandle, file: string): Promise<Lock> {
  await handle.writeFile(`${process.pid} ${await beginningOf(process.pid)}`);
  await handle.close();
  return { release: () => rm(file, { force: true }) };
}

async function isAlive(holder: string): Promise<boolean> {
  const [pid = '', began = ''] = holder.split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return (await beginningOf(Number(pid))) === began;
}

/** When a process began, in ticks since the machine did (Linux, proc_pid_stat(5)); empty where that cannot be told. */
async function beginningOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name stands in brackets and may hold anything; the 20th field after it is the start.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function taken(folder: string, holder: string): OpsError {
  return new OpsError({
    code: 'conflict',
    subject: `data folder ${folder}`,
    message: `process ${holder.split(' ')[0]} has it open. End that one first, or name another folder with PLUMBLINE_DATA.`,
  });
}

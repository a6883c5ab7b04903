import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const BUSY = 5; // SQLITE_BUSY

/**
 * Runs `work` while no other process holds the lock on `file`; calls `waiting` once when one does.
 * SQLite, because Node has no flock: its lock on a file is the kernel's, so it is free the moment its holder
 * dies, and there is no stale one to recognise.
 */
export async function withLock<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    if (!tryLock(lock)) {
      waiting();
      while (!tryLock(lock)) await sleep(200);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY) return false;
    throw error;
  }
}

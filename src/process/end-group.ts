import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Asks a program and its children to end, and kills them where they do not.
 * @param child the leader of their group
 * @param grace milliseconds from SIGINT to SIGKILL
 */
export function endGroup(child: Child, grace: number): void {
  if (child.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return killRest(child);
  signalGroup(child.pid, 'SIGINT');
  const timer = setTimeout(signalGroup, grace, child.pid, 'SIGKILL');
  child.once('exit', () => {
    clearTimeout(timer);
    killRest(child);
  });
}

/** Kills the children that a program has left running. */
function killRest(child: Child): void {
  if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  // The output may never end by itself: a child that has left the group may hold it.
  child.stdout.destroy();
  child.stderr.destroy();
}

/** @param group the id of its leader */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

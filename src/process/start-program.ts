import type { Program, ProgramStart } from './program.ts';
import { Spawner } from './spawner/spawner.ts';
import { startHere } from './start-here.ts';

let spawner: Spawner | undefined;

/**
 * Starts a program without a shell. A failure is told by `exited` and `closed`.
 */
export function startProgram(start: ProgramStart): Program {
  if (spawner === undefined) return startHere(start);
  if (spawner.ended) spawner = new Spawner();
  return spawner.start(start);
}

/**
 * Lets a process of its own start all programs from now on. It takes some milliseconds and 35 MiB, and is for a process
 * that others wait for: one that starts a program itself stands still meanwhile.
 */
export function startElsewhere(): void {
  spawner ??= new Spawner();
}

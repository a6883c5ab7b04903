import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecResult } from '../../../process/exec.ts';
import type { IsolatedFolder, RunOptions } from '../../../process/isolation.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';

/** A time zone in which year, month, day, hour, minute and second all differ from UTC. */
const ANOTHER_TIME = 'another-time';
const ANOTHER_TIME_SECONDS = 405 * 86_400 + 13 * 3600 + 17 * 60 + 19;

/** A command, with paths as the isolated program sees them. */
export interface ToolCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: Omit<RunOptions, 'variables'>;
}

/**
 * Runs a program twice, the second time by another clock: values that its templates make from chance or from the time
 * differ then.
 * @param files the rendered files
 */
export async function runTwice(
  folder: IsolatedFolder,
  { program, args, options }: ToolCommand,
  files: readonly WrittenFile[],
): Promise<[ExecResult, ExecResult]> {
  await writeFile(join(folder.lent, ANOTHER_TIME), timeZone(ANOTHER_TIME_SECONDS));
  const later = files.some(asksForTime) ? nextSecond() : Promise.resolve();
  const runs = [
    folder.run(program, args, { ...options, variables: { TZ: 'UTC' } }),
    later.then(() => folder.run(program, args, { ...options, variables: { TZ: folder.seen(ANOTHER_TIME) } })),
  ] as const;
  // Neither is left behind when the other one fails.
  await Promise.allSettled(runs);
  return Promise.all(runs);
}

/** Whether a file calls `now`: a time zone changes dates, but not the seconds since 1970. */
function asksForTime({ bytes }: WrittenFile): boolean {
  return /\{\{[^}]*\bnow\b/.test(bytes.toString('latin1'));
}

async function nextSecond(): Promise<void> {
  await wait(1100);
}

/** A time zone file as in /usr/share/zoneinfo (RFC 9636, version 1): one zone at all times, that far from UTC. */
function timeZone(seconds: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('TZif');
  header.writeInt32BE(1, 36); // one kind of local time
  header.writeInt32BE(4, 40); // four bytes of names
  const offset = Buffer.alloc(6);
  offset.writeInt32BE(seconds);
  return Buffer.concat([header, offset, Buffer.from('XXX\0')]);
}

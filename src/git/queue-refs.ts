import type { QueueRef } from '../ports/mirror.ts';
import { git } from './git.ts';

/** The refspec that fetches the entries of a branch's merge queue: GitHub makes a branch for each. */
export function queueSpec(branch: string): string {
  return `+refs/heads/gh-readonly-queue/${branch}/*:${here(branch)}*`;
}

function here(branch: string): string {
  return `refs/plumbline/queue/${branch}/`;
}

/** The entries of the last fetch. A branch with another form of name is none. */
export async function readQueue(path: string, branch: string): Promise<readonly QueueRef[]> {
  const format = '--format=%(objectname) %(objecttype) %(refname)';
  const lines = (await git(path, ['for-each-ref', format, here(branch)])).toString().split('\n');
  return lines.flatMap((line) => entryOf(line, here(branch)));
}

/** `pr-7-<parent>`. */
const ENTRY = /^([0-9a-f]{40}) commit (\S+\/)pr-([1-9]\d{0,8})-([0-9a-f]{40})$/;

function entryOf(line: string, folder: string): QueueRef[] {
  const [, commit, of, pull, parent] = ENTRY.exec(line) ?? [];
  if (commit === undefined || parent === undefined || of !== folder) return [];
  return [{ pull: Number(pull), parent, commit }];
}

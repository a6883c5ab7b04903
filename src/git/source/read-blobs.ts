import { OpsError } from '../../core/errors.ts';
import type { SourceBlob } from '../../ports/source.ts';
import { git } from '../git.ts';
import type { TreeEntry } from './list-tree.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const HEADER_BYTES = 128;

/**
 * The contents of a tree's files, read by one Git process.
 * @throws OpsError `unsupported` when they are too large together.
 */
export async function readBlobs(repository: string, entries: readonly TreeEntry[]): Promise<SourceBlob[]> {
  if (entries.length === 0) return [];
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MAX_BYTES) throw tooLarge(entries);
  const input = entries.map(({ id }) => `${id}\n`).join('');
  const maxBuffer = bytes + entries.length * HEADER_BYTES;
  const output = await git(repository, ['cat-file', '--batch'], { input, maxBuffer });
  return splitBatch(output, entries);
}

/** For each blob, `<id> blob <size>\n<content>\n`. */
function splitBatch(output: Buffer, entries: readonly TreeEntry[]): SourceBlob[] {
  let at = 0;
  return entries.map((entry) => {
    const end = output.indexOf('\n', at);
    const [id, type, size] = output.toString('latin1', at, end).split(' ');
    if (id !== entry.id || type !== 'blob') throw missing(entry);
    const start = end + 1;
    at = start + Number(size) + 1;
    return { path: entry.path, bytes: output.subarray(start, at - 1), id };
  });
}

function missing(entry: TreeEntry): OpsError {
  const message = 'its content is not in the repository. Fetch it ("git fetch --refetch origin").';
  return new OpsError({ code: 'not-found', subject: entry.path, message });
}

function tooLarge(entries: readonly TreeEntry[]): OpsError {
  const largest = entries.reduce((a, b) => (b.size > a.size ? b : a));
  const message = `the folder's files are more than ${MAX_BYTES / 1024 / 1024} MiB together, this one being the largest. Move large files out of the folder.`;
  return new OpsError({ code: 'unsupported', subject: largest.path, message });
}

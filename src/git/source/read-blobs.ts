import { OpsError } from '../../core/errors.ts';
import type { SourceBlob } from '../../ports/source.ts';
import { readObjects } from '../objects/read-objects.ts';
import type { TreeEntry } from './list-tree.ts';

const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The contents of a tree's files.
 * @throws OpsError `unsupported` when they are too large together.
 */
export async function readBlobs(repository: string, entries: readonly TreeEntry[]): Promise<SourceBlob[]> {
  if (entries.length === 0) return [];
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MAX_BYTES) throw tooLarge(entries);
  const commands = entries.map(({ id }) => `contents ${id}` as const);
  const answers = await readObjects(repository, commands, bytes);
  return entries.map((entry, index) => {
    const answer = answers[index] ?? 'missing';
    if (answer === 'missing' || answer.id !== entry.id || answer.type !== 'blob') throw missing(entry);
    return { path: entry.path, bytes: answer.content, id: answer.id };
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

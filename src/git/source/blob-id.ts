import { createHash } from 'node:crypto';

/** Git's id of a file's content, in a repository with SHA-1 ids: `git hash-object`. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

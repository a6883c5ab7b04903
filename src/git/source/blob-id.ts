import { createHash } from 'node:crypto';

/** The id that Git gives to a file's content, in a repository whose ids are SHA-1: `git hash-object`. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

import { posix } from 'node:path';

/** `./a/b/` is `a/b`. */
export function tidy(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}

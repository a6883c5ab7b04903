import { OpsError } from '../../core/errors.ts';

const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 2000;

/** Characters that HFS+ ignores in comparisons of names. */
const UNSEEN = /[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g;

/** Names that Linux, NTFS or HFS+ may take for Git's own folder. */
const GITS_OWN = /^(\.git[. ]*(:.*)?|git~\d+)$/i;

/**
 * Checks an untrusted path of a tree: Git's objects may hold any bytes as a name.
 * @throws OpsError `invalid-source` for a name that could lead elsewhere, or that differs from system to system
 */
export function checkEntryPath(path: string): void {
  const problem = path.split('/').map(problemOf).find(Boolean);
  if (problem !== undefined) throw refusedEntry(path, `has a name that ${problem}`);
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    throw refusedEntry(path, `has a path of more than ${MAX_PATH_BYTES} bytes`);
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.' || name === '..') return 'leads out of its folder';
  if (GITS_OWN.test(name.replaceAll(UNSEEN, ''))) return "stands for Git's own folder";
  if (name.includes('\\')) return 'holds a backslash';
  if (/\p{Cc}/u.test(name)) return 'holds a control character';
  if (name.includes('\uFFFD')) return 'is no UTF-8';
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `has more than ${MAX_NAME_BYTES} bytes`;
  return undefined;
}

/** @param path as in the tree; quoted in the message, since it may hold any bytes */
export function refusedEntry(path: string, problem: string): OpsError {
  const shown = path.length > 300 ? `${path.slice(0, 300)}…` : path;
  return new OpsError({
    code: 'invalid-source',
    subject: JSON.stringify(shown),
    message: `this entry of the tree ${problem}. Remove or rename it in the commit.`,
  });
}

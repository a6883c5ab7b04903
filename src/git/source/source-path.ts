import { OpsError } from '../../core/errors.ts';

/**
 * A path relative to the repository's root, in its plain form: `./a//b/` is `a/b`, the root is `.`.
 * @throws OpsError `usage` for a path that could lead out of the repository.
 */
export function sourcePath(path: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are refused
  if (/[\u0000-\u001F\\]/.test(path) || /^[A-Za-z]:/.test(path))
    throw refused(path, 'has a character that no path here may have');
  if (path.startsWith('/')) throw refused(path, 'is absolute');
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw refused(path, 'leads out of the repository');
  if (names.some((name) => name.toLowerCase() === '.git')) throw refused(path, "is inside Git's own folder");
  return names.join('/') || '.';
}

/** `a`, `a/b`, `a/b/c` */
export function prefixesOf(path: string): string[] {
  const names = path === '.' ? [] : path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Whether a path is the folder, or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a path, from `folder` on, goes through a folder whose name starts with a dot. */
export function isInHiddenFolder(path: string, folder: string): boolean {
  const below = folder === '.' ? path : path.slice(folder.length + 1);
  return below
    .split('/')
    .slice(0, -1)
    .some((name) => name.startsWith('.'));
}

export function notRegular(path: string, what: string): OpsError {
  const message = `is ${what}, which could lead anywhere. Put the files themselves there.`;
  return new OpsError({ code: 'unsupported', subject: path, message });
}

export function noSuchFolder(folder: string, where: string): OpsError {
  const message = `no such folder in ${where}. Check the path.`;
  return new OpsError({ code: 'not-found', subject: folder, message });
}

function refused(path: string, problem: string): OpsError {
  const message = `the path ${problem}. Give one relative to the repository's root, with "/".`;
  return new OpsError({ code: 'usage', subject: JSON.stringify(path), message });
}

import type { ChangedFile } from './git-repository.ts';
import { git } from './run.ts';

const STATUS = { A: 'added', D: 'removed', M: 'modified', T: 'modified', R: 'renamed' } as const;

/** The files that differ between two commits, with their patches, as GitHub lists them. */
export async function changedFiles(folder: string, from: string, to: string): Promise<ChangedFile[]> {
  const raw = await git(folder, ['diff', '--raw', '-z', '-M', '--no-abbrev', from, to]);
  const counts = await numstat(folder, from, to);
  const files = [];
  for (const file of parseRaw(raw)) {
    const { additions, deletions, binary } = counts.get(file.path) ?? {
      additions: 0,
      deletions: 0,
      binary: false,
    };
    const patch = binary ? undefined : await patchOf(folder, from, to, file);
    files.push({ ...file, additions, deletions, ...(patch !== undefined && { patch }) });
  }
  return files;
}

type RawFile = Pick<ChangedFile, 'path' | 'previousPath' | 'status' | 'blob'>;

function parseRaw(raw: string): RawFile[] {
  const parts = raw.split('\0');
  const files: RawFile[] = [];
  for (let at = 0; at + 1 < parts.length;) {
    const [, , before = '', after = '', letters = 'M'] = (parts[at] ?? '').split(' ');
    const status = STATUS[letters.charAt(0) as keyof typeof STATUS] ?? 'modified';
    const blob = status === 'removed' ? before : after;
    const first = parts[at + 1] ?? '';
    if (status === 'renamed') files.push({ path: parts[at + 2] ?? '', previousPath: first, status, blob });
    else files.push({ path: first, status, blob });
    at += status === 'renamed' ? 3 : 2;
  }
  return files;
}

async function numstat(folder: string, from: string, to: string) {
  const text = await git(folder, ['diff', '--numstat', '-z', '-M', from, to]);
  const parts = text.split('\0');
  const counts = new Map<string, { additions: number; deletions: number; binary: boolean }>();
  for (let at = 0; at + 1 < parts.length;) {
    const [added = '0', deleted = '0', path = ''] = (parts[at] ?? '').split('\t');
    const binary = added === '-';
    const renamed = path === '';
    const name = renamed ? (parts[at + 2] ?? '') : path;
    counts.set(name, { additions: Number(added) || 0, deletions: Number(deleted) || 0, binary });
    at += renamed ? 3 : 1;
  }
  return counts;
}

/** From the first hunk on: GitHub leaves the header out. */
async function patchOf(folder: string, from: string, to: string, { path, previousPath }: RawFile) {
  const paths = previousPath === undefined ? [path] : [previousPath, path];
  const text = await git(folder, [
    '--literal-pathspecs',
    'diff',
    '--no-color',
    '-M',
    from,
    to,
    '--',
    ...paths,
  ]);
  const at = text.search(/^@@ /m);
  return at < 0 ? undefined : text.slice(at).trimEnd();
}

import type { Commit, TreeEntry } from './git-repository.ts';

const FIELD = '%x1f';
/** One commit of `git log`; with `-z` they end with NUL. */
export const LOG_FORMAT = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join(FIELD);

export function parseLog(text: string): Commit[] {
  return text
    .split('\0')
    .filter((record) => record !== '')
    .map(parseCommit);
}

function parseCommit(record: string): Commit {
  const fields = record.split('\x1f');
  const [sha = '', tree = '', parents = ''] = fields;
  const [authorName = '', authorEmail = '', authored = ''] = fields.slice(3, 6);
  const [committerName = '', committerEmail = '', committed = '', message = ''] = fields.slice(6);
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: authorName, email: authorEmail, date: utc(authored) },
    committer: { name: committerName, email: committerEmail, date: utc(committed) },
    message: message.trimEnd(),
  };
}

/** As GitHub writes it: `2026-11-23T12:00:00Z`. */
function utc(date: string): string {
  return new Date(date).toISOString().replace('.000Z', 'Z');
}

/** `git ls-tree -z -l`. */
export function parseTree(text: string): TreeEntry[] {
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('\t');
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, at).split(/ +/);
      const entry = { path: line.slice(at + 1), mode, type, sha } as TreeEntry;
      return size === '-' ? entry : { ...entry, size: Number(size) };
    });
}

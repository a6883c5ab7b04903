import { isAbsolute, join, resolve } from 'node:path';

type Entry = Record<string, unknown>;

interface Sections {
  readonly clusters: unknown[];
  readonly contexts: unknown[];
  readonly users: unknown[];
}

/**
 * A parsed kubeconfig in which every path is absolute: relative ones start at the file's own folder. `tokenFile`
 * becomes an auth provider that reads the file again each minute, since such a token is rotated in place.
 */
export function absolute(document: unknown, folder: string): Sections {
  const config = entryOf(document);
  const at = (path: unknown) => (typeof path === 'string' && path !== '' ? resolve(folder, path) : undefined);
  return {
    contexts: list(config['contexts']),
    clusters: list(config['clusters']).map((item) =>
      within(item, 'cluster', (cluster) => ({
        ...cluster,
        'certificate-authority': at(cluster['certificate-authority']),
      })),
    ),
    users: list(config['users']).map((item) =>
      within(item, 'user', (user) => absoluteUser(user, folder, at)),
    ),
  };
}

function absoluteUser(user: Entry, folder: string, at: (path: unknown) => string | undefined): Entry {
  const tokenFile = at(user['tokenFile']);
  return {
    ...user,
    'client-certificate': at(user['client-certificate']),
    'client-key': at(user['client-key']),
    ...(user['exec'] !== undefined && { exec: absoluteExec(entryOf(user['exec']), folder) }),
    ...(tokenFile !== undefined && {
      token: undefined,
      'auth-provider': { name: 'tokenFile', config: { tokenFile } },
    }),
  };
}

/** A command with a separator is a path; one without is looked for on PATH. */
function absoluteExec(exec: Entry, folder: string): Entry {
  const command = exec['command'];
  if (typeof command !== 'string' || isAbsolute(command) || !/[/\\]/.test(command)) return exec;
  return { ...exec, command: join(folder, command) };
}

function within(item: unknown, key: string, change: (inner: Entry) => Entry): Entry {
  const entry = entryOf(item);
  return { ...entry, [key]: change(entryOf(entry[key])) };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function entryOf(value: unknown): Entry {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not a mapping');
  return value as Entry;
}

import { OpsError } from '../core/errors.ts';
import type { RepositoryRef } from '../core/refs.ts';
import { CHECK_OBJECTS, refusedObject } from './fsck.ts';
import { firstLine, runGit } from './git.ts';

export interface Remote {
  /** Base of the repositories' addresses: `https://github.com`. */
  readonly url: string;
  /** A token that may read the repository, fresh enough for one fetch. */
  readonly token: (repository: RepositoryRef) => Promise<string>;
}

const TIMEOUT = 300_000;

/** Fetches refs into a local copy. @throws OpsError `unreachable`, or for an object that is refused */
export async function fetchRefs(
  { url, token }: Remote,
  repository: RepositoryRef,
  path: string,
  specs: readonly string[],
): Promise<void> {
  const args = [
    ...CHECK_OBJECTS,
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    // Drops local refs of entries that have left the merge queue; refs fetched by their own names stay.
    '--prune',
    '--end-of-options',
    'origin',
    ...specs,
  ];
  const credentials = Buffer.from(`x-access-token:${await token(repository)}`).toString('base64');
  const result = await runGit(path, args, {
    timeout: TIMEOUT,
    // In the environment, since a list of processes shows arguments.
    env: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `http.${url}/.extraHeader`,
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
    },
  });
  if (result.code === 0) return;
  const refused = refusedObject(repository.name, result.stderr);
  if (refused !== undefined) throw refused;
  throw new OpsError({
    code: 'unreachable',
    subject: repository.name,
    message: `its commits could not be fetched: ${firstLine(result.stderr)}. It is tried again.`,
    retryable: true,
  });
}

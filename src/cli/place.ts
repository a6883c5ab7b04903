import { basename, dirname, relative, resolve, sep } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Config } from '../core/target/environment.ts';
import type { Source } from '../ports/source.ts';
import type { CliDeps } from './deps.ts';

/** The source and path that a command line names. */
export interface Place {
  readonly source: Source;
  /** From the source's root. */
  readonly path: string;
  /** The absolute path on this machine, or `stdin`. */
  readonly where: string;
  /** The folder that a render may read. */
  readonly root: string;
  readonly kind: 'folder' | 'file' | 'input';
  /** The configuration of the checkout around it. */
  readonly config?: Config | undefined;
}

const INPUT = 'stdin';

/** @throws OpsError `usage` for no path, two of them, or one that is an address */
export async function placeOf(
  deps: CliDeps,
  path: string | undefined,
  file: string | undefined,
): Promise<Place> {
  const given = onlyOf(path, file);
  if (given === '-') return input(deps);
  if (/^https?:\/\//.test(given)) throw address(given);
  const where = resolve(deps.cwd, given);
  const kind = await deps.kindOf(where);
  if (kind === 'nothing') throw nothing(where);
  const repository = await deps.repositoryAt(kind === 'folder' ? where : dirname(where));
  const working = repository?.workingSource();
  const config = working === undefined ? undefined : await deps.configuration.load(working);
  if (kind === 'folder') {
    const source = working ?? deps.folderSource(where);
    const root = repository?.root ?? where;
    return {
      source,
      path: repository === undefined ? '.' : pathWithin(root, where),
      where,
      root,
      kind,
      config,
    };
  }
  const root = repository?.root ?? dirname(where);
  const inside = pathWithin(root, where);
  const called = inside.startsWith('..') ? basename(where) : inside;
  const source = await deps.fileSource(where, {
    path: called,
    repository: working?.repository ?? dirname(where),
  });
  return { source, path: called, where, root, kind, config };
}

async function input(deps: CliDeps): Promise<Place> {
  const source = await deps.fileSource('-', { path: INPUT, repository: 'standard input' });
  return { source, path: INPUT, where: INPUT, root: deps.cwd, kind: 'input' };
}

function onlyOf(path: string | undefined, file: string | undefined): string {
  if (path !== undefined && file !== undefined)
    throw usage(`${path} and -f ${file}`, 'both say what to plan. Give one of them.');
  const given = path ?? file;
  if (given === undefined || given === '')
    throw usage(
      'path',
      'none is given. Name a folder or a file of manifests, or read the standard input with -f -.',
    );
  return given;
}

function nothing(subject: string): OpsError {
  return new OpsError({ code: 'not-found', subject, message: 'no such file or folder. Check the path.' });
}

function address(given: string): OpsError {
  return usage(
    given,
    'addresses are not fetched. Fetch it yourself, and look at what came: curl URL | plumb diff -f -.',
  );
}

function usage(subject: string, message: string): OpsError {
  return new OpsError({ code: 'usage', subject, message });
}

/** The path from the root, with `/`; it begins with `..` where it lies outside. */
export function pathWithin(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || '.';
}

import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { firstLine, git, runGit } from './git.ts';
import { realFolder } from './source/real-folder.ts';

/**
 * The top level of the checkout around a folder, or undefined where there is none.
 * @param folder an absolute path
 * @throws OpsError `not-found` when there is no such folder, `tool-failed` when Git does not open the checkout.
 */
export async function findRoot(folder: string): Promise<string | undefined> {
  // Git has the same exit code for "no checkout" and for "a checkout I do not trust": only the first is an answer.
  if (!isInCheckout(realFolder(folder))) return undefined;
  const up = await runGit(folder, ['rev-parse', '--show-cdup']);
  if (up.code === 0) return topLevel(folder, pathIn(up.stdout));
  const message = `Git does not open this checkout: ${firstLine(up.stderr)}. Correct that and try again.`;
  throw new OpsError({ code: 'tool-failed', subject: folder, message });
}

/** The top level in the caller's spelling of the folder, unless a link on the way leads elsewhere. */
async function topLevel(folder: string, up: string): Promise<string> {
  const real = pathIn(await git(folder, ['rev-parse', '--show-toplevel']));
  const spelled = resolve(folder, up);
  return realpathSync(spelled) === real ? spelled : real;
}

function pathIn(output: Buffer): string {
  return output.toString().replace(/\n$/, '');
}

function isInCheckout(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInCheckout(parent);
}

import { basename } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { exec } from './exec.ts';

/** A program that renders. */
export interface Tool {
  /** Its absolute path, and the arguments that come first. */
  readonly command: readonly [program: string, ...args: string[]];
  /** `v5.8.1` */
  readonly version: string;
}

/** Finds a program once; again only after a failure, since somebody may install it meanwhile. */
export function findOnce<Found>(find: () => Promise<Found>): () => Promise<Found> {
  let found: Promise<Found> | undefined;
  return () => {
    found ??= find();
    found.catch(() => (found = undefined));
    return found;
  };
}

/**
 * The version that a program prints.
 * @throws OpsError `tool-failed` when it prints none
 */
export async function versionOf(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  const { code, stdout } = await exec(program, args, { cwd: '/', env: { KUBECONFIG: '/dev/null' } });
  const version = pattern.exec(stdout)?.[1];
  if (code === 0 && version !== undefined) return version;
  throw new OpsError({
    code: 'tool-failed',
    subject: basename(program),
    message: `"${[basename(program), ...args].join(' ')}" tells no version. Check that it is the right program.`,
  });
}

/** @param advice what to install or set */
export function missingTool(name: string, advice: string): OpsError {
  return new OpsError({ code: 'tool-failed', subject: name, message: `it is not to be found. ${advice}` });
}

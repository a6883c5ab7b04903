import { basename } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { bounded } from './bounds.ts';
import { isolated } from './bubblewrap.ts';
import { exec } from './exec.ts';
import { findProgram } from './find-program.ts';

export interface IsolationPrograms {
  /** A path or a name; absent: `bwrap`. */
  readonly bwrap?: string | undefined;
  /** Where names are looked up, as in PATH. */
  readonly path: string;
}

/** The programs that keep a tool from everything but its folder, as far as this machine has them. */
export type Isolation =
  | { readonly works: true; readonly bwrap: string; readonly prlimit: string }
  | {
      readonly works: false;
      /** What is missing: `bwrap (bubblewrap) is not installed`. */
      readonly missing: string;
      /** The next step, as a sentence. */
      readonly grant: string;
      /** Bounds hold without isolation, too. */
      readonly prlimit?: string;
    };

const INSTALL = 'Install bubblewrap ("apt-get install bubblewrap"), or name it by PLUMBLINE_BWRAP.';

export const GRANT =
  'Let this process make user namespaces: on a host "sysctl user.max_user_namespaces" must not be 0, and AppArmor must let ' +
  'bwrap have them (Ubuntu: "sysctl kernel.apparmor_restrict_unprivileged_userns=0", or a profile for bwrap); ' +
  'in a container "--security-opt seccomp=unconfined --security-opt apparmor=unconfined", or a seccomp profile that allows ' +
  'clone, unshare, mount, umount2 and pivot_root; in a pod "securityContext: {seccompProfile: {type: Unconfined}, ' +
  'appArmorProfile: {type: Unconfined}}", or such a profile under "Localhost".';

/** Probes isolation once; again only while there is none, since somebody may grant it meanwhile. */
export function createIsolation(programs: IsolationPrograms): () => Promise<Isolation> {
  let found: Promise<Isolation> | undefined;
  return async () => {
    found ??= probeIsolation(programs);
    const isolation = await found;
    if (!isolation.works) found = undefined;
    return isolation;
  };
}

/** Finds out by trying, since the settings by which a kernel refuses are in many places. */
export async function probeIsolation({ bwrap: name = 'bwrap', path }: IsolationPrograms): Promise<Isolation> {
  const [bwrap, prlimit] = await Promise.all([findProgram(name, path), findProgram('prlimit', path)]);
  if (bwrap === undefined)
    return {
      works: false,
      missing: `${name} is not to be found`,
      grant: INSTALL,
      ...(prlimit && { prlimit }),
    };
  if (prlimit === undefined)
    return { works: false, missing: 'prlimit is not to be found', grant: 'Install util-linux.' };
  const refusal = await tryIt(bwrap, prlimit);
  if (refusal === undefined) return { works: true, bwrap, prlimit };
  return {
    works: false,
    missing: `the kernel refuses ${basename(bwrap)} (${refusal})`,
    grant: GRANT,
    prlimit,
  };
}

/** @returns bubblewrap's words for a refusal; undefined where there is none */
async function tryIt(bwrap: string, prlimit: string): Promise<string | undefined> {
  // Runs bubblewrap in itself: a program that is certainly there.
  const run = { command: [bwrap, '--version'] as const, binds: [], cwd: '/', variables: {} };
  try {
    const [program = '', ...args] = bounded(prlimit, await isolated(bwrap, run));
    const { code, stderr } = await exec(program, args, { cwd: '/', env: {}, timeout: 10_000 });
    return code === 0
      ? undefined
      : (stderr.split('\n')[0] ?? '').replace(/^bwrap: /, '') || `exit code ${code}`;
  } catch (error) {
    if (error instanceof OpsError) return error.message;
    throw error;
  }
}

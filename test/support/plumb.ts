import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject, onTestFinished } from 'vitest';
import { folderWith } from './temp-folder.ts';
import { tools } from './tools.ts';

const PLUMB = fileURLToPath(new URL('../../bin/plumb', import.meta.url));
const execute = promisify(execFile);

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A checkout on `main`, a namespace of its own, and the real command as a process in it. */
export interface Workplace {
  readonly folder: string;
  readonly namespace: string;
  readonly plumb: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    /** The standard input; absent: none comes, and it does not end. */
    input?: string,
  ) => Promise<Ran>;
  readonly kubectl: (args: readonly string[]) => Promise<string>;
  /** Writes files (`undefined`: deletes) and commits them on a branch. */
  readonly commit: (files: Readonly<Record<string, string | undefined>>, branch?: string) => Promise<void>;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

export async function workplace(files: Readonly<Record<string, string>>): Promise<Workplace> {
  const folder = folderWith({});
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const kubeconfig = inject('kubeconfig');
  const env = { ...process.env, ...tools(), KUBECONFIG: kubeconfig, XDG_STATE_HOME: folderWith({}) };
  const call = async (
    program: string,
    args: readonly string[],
    more: object = {},
    input?: string,
  ): Promise<Ran> => {
    try {
      const running = execute(program, args, { cwd: folder, env: { ...env, ...more } });
      if (input !== undefined) running.child.stdin?.end(input);
      const done = await running;
      return { code: 0, out: done.stdout, err: done.stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  };
  const insist = async (program: string, args: readonly string[]) => {
    const { code, out, err } = await call(program, args);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${err}`);
    return out;
  };
  const git: Workplace['git'] = (...args) => insist('git', args);
  const kubectl: Workplace['kubectl'] = (args) =>
    insist(inject('kubectl'), ['--namespace', namespace, ...args]);
  const commit: Workplace['commit'] = async (changes, branch = 'main') => {
    await git('checkout', '-q', '-B', branch);
    for (const [path, text] of Object.entries(changes)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (text === undefined) rmSync(join(folder, path));
      else writeFileSync(join(folder, path), text.replaceAll('NAMESPACE', namespace));
    }
    await git('add', '--all');
    await git('-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', 'change');
  };
  await git('init', '-q', '-b', 'main');
  await commit(files);
  await kubectl(['create', 'namespace', namespace]);
  onTestFinished(async () => void (await kubectl(['delete', 'namespace', namespace, '--wait=false'])));
  return {
    folder,
    namespace,
    kubectl,
    commit,
    git,
    plumb: (args, more, input) => call(PLUMB, args, more, input),
  };
}

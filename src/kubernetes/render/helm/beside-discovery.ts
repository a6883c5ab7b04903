import { realpath, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { IsolatedFolder } from '../../../process/isolation.ts';
import type { Capabilities } from '../renderer.ts';
import type { ToolCommand } from './helm-twice.ts';

const DOCUMENTS = 'discovery.json';

/** The program that runs Helm and answers its requests to a cluster: TypeScript or, when packaged, compiled. */
const PROGRAM = join(import.meta.dirname, 'inside', `helm-beside-discovery${extname(import.meta.filename)}`);

/**
 * Prepares a run of Helm with a cluster that only tells its versions and kinds. A program of ours beside Helm plays
 * that cluster, since an isolated Helm reaches nothing else.
 * @returns a function that lends the isolated folder the discovery documents, and gives the command to run
 */
export async function besideDiscovery(
  [helm, ...first]: readonly [program: string, ...args: string[]],
  args: readonly string[],
  capabilities: Capabilities,
): Promise<(folder: IsolatedFolder) => Promise<ToolCommand>> {
  const [tool, program] = await Promise.all([realpath(helm), realpath(PROGRAM)]);
  // Bound to their own paths: without isolation they are found there as well.
  const binds = [tool, program].map((path) => ({ from: path, to: path }));
  return async (folder) => {
    await writeFile(join(folder.lent, DOCUMENTS), JSON.stringify(capabilities));
    const ours = ['--disable-warning=ExperimentalWarning', program, folder.seen(DOCUMENTS)];
    return {
      program: process.execPath,
      args: [...ours, tool, ...first, ...args],
      options: { name: 'helm', binds },
    };
  };
}

import { realpath, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Capabilities } from '../../../ports/renderer.ts';
import type { IsolatedFolder } from '../../../process/isolation.ts';
import type { ToolCommand } from './helm-twice.ts';

const DOCUMENTS = 'discovery.json';

/** The program that runs Helm, and answers what it asks of a cluster: as TypeScript or, when packaged, compiled. */
const PROGRAM = join(import.meta.dirname, 'inside', `helm-beside-discovery${extname(import.meta.filename)}`);

/**
 * How Helm is run with a cluster that only says what it serves: by a program of ours beside it, since where it runs it
 * reaches nothing else.
 * @returns a function that lends the isolated folder what the program needs
 */
export async function besideDiscovery(
  [helm, ...first]: readonly [program: string, ...args: string[]],
  args: readonly string[],
  capabilities: Capabilities,
): Promise<(folder: IsolatedFolder) => Promise<ToolCommand>> {
  const [tool, program] = await Promise.all([realpath(helm), realpath(PROGRAM)]);
  // Where nothing is isolated it finds them at the same places.
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

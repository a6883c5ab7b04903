import type { CliDeps } from '../../../src/cli/deps.ts';
import { run } from '../../../src/cli/program.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';

/** Outside of any checkout: whatever is there is a folder, and nothing else may be asked. */
export async function commandLine(
  argv: readonly string[],
  world: Partial<CliDeps> = {},
): Promise<{ code: number; out: string; err: string }> {
  const told: { out: string[]; err: string[] } = { out: [], err: [] };
  const deps = {
    terminal: {
      out: (text: string) => void told.out.push(text),
      err: (text: string) => void told.err.push(text),
      outStyle: PLAIN,
      errStyle: PLAIN,
      interactive: false,
      confirm: async () => false,
    },
    cwd: '/home/ana',
    kindOf: async () => 'folder',
    repositoryAt: async () => undefined,
    folderSource: () => ({ description: 'a folder' }),
    currentContext: async () => undefined,
    ...world,
  } as unknown as CliDeps;
  const code = await run(deps, argv, '1.2.3');
  return { code, out: told.out.join('\n'), err: told.err.join('\n') };
}

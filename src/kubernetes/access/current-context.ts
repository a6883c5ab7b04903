import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type KubeconfigOptions, kubeconfigFiles } from './kubeconfig.ts';

/**
 * The context that kubectl would use, to offer it by name: a command is never run on it unasked.
 * @returns undefined where there is none. A file that cannot be read offers nothing; whoever needs it is told why.
 */
export async function currentContext(
  options: Omit<KubeconfigOptions, 'context'>,
): Promise<string | undefined> {
  for (const file of kubeconfigFiles(options)) {
    const current = await currentIn(file);
    if (current !== undefined) return current;
  }
  return undefined;
}

async function currentIn(file: string): Promise<string | undefined> {
  try {
    const config: unknown = parse(await readFile(file, 'utf8'), { logLevel: 'silent' });
    const current = (config as { 'current-context'?: unknown } | null)?.['current-context'];
    return typeof current === 'string' && current !== '' ? current : undefined;
  } catch {
    return undefined;
  }
}

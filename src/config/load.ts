import { OpsError } from '../core/errors.ts';
import type { Config } from '../core/target/environment.ts';
import type { Source, SourceFile } from '../ports/source.ts';
import { parseConfig } from './parse.ts';
import { describeProblem } from './problem.ts';

export const CONFIG_FILES = ['.github/plumbline.yml', '.github/plumbline.yaml'];

type ConfigFile = Pick<SourceFile, 'path' | 'text'>;

/**
 * The configuration's file; undefined where there is none.
 * @throws OpsError `ambiguous` when there are two.
 */
export async function findConfig(source: Source): Promise<ConfigFile | undefined> {
  const found: ConfigFile[] = [];
  for (const path of CONFIG_FILES) {
    const text = await source.file(path);
    if (text !== undefined) found.push({ path, text });
  }
  if (found.length < 2) return found[0];
  throw new OpsError({
    code: 'ambiguous',
    subject: CONFIG_FILES.join(' and '),
    message: 'both are there, and only one can be right. Delete one of them.',
  });
}

/**
 * Reads a source's configuration; undefined where there is none.
 * @throws OpsError `invalid-config`, listing every problem with its line.
 */
export async function loadConfig(source: Source): Promise<Config | undefined> {
  const file = await findConfig(source);
  return file === undefined ? undefined : readConfig(file, source.description);
}

/**
 * The configuration in a file.
 * @param of the file's source, for messages
 * @throws OpsError `invalid-config`, listing every problem with its line.
 */
export function readConfig(file: ConfigFile, of: string): Config {
  const parsed = parseConfig(file.text, file.path);
  if (parsed.status === 'ok') return parsed.config;
  throw new OpsError({
    code: 'invalid-config',
    subject: `${file.path} at ${of}`,
    message: `it is not valid:\n${parsed.problems.map(describeProblem).join('\n')}`,
  });
}

import { OpsError } from '../core/errors.ts';
import type { Source } from '../ports/source.ts';
import type { Rule, RuleBreak } from './rule.ts';
import type { RawConfig, RawTarget } from './schema.ts';

/** For each path of the configuration that the source lacks, the reason. */
export type Missing = ReadonlyMap<string, string>;

/** Looks up every path of the configuration in the source; no file of a folder is read. */
export async function missingPaths(source: Source, targets: readonly NamedPaths[]): Promise<Missing> {
  const missing = new Map<string, string>();
  for (const { path, allowEmpty, helm } of targets) {
    // A folder that may be empty may be missing: Git keeps no empty folders.
    const refusal = allowEmpty ? undefined : await refusalOf(() => source.blobs(path, () => false));
    if (refusal !== undefined) missing.set(path, refusal);
    for (const file of helm?.values ?? []) {
      const problem = await refusalOf(async () => requireFile(file, await source.file(file)));
      if (problem !== undefined) missing.set(file, problem);
    }
  }
  return missing;
}

interface NamedPaths {
  readonly path: string;
  readonly allowEmpty: boolean;
  readonly helm?: { readonly values: readonly string[] };
}

function requireFile(subject: string, text: string | undefined): void {
  if (text === undefined)
    throw new OpsError({ code: 'not-found', subject, message: 'no such file. Check the path.' });
}

async function refusalOf(ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof OpsError) return error.message;
    throw error;
  }
}

/** A rule that reports each missing path where the file names it. */
export function pathsAreThere(missing: Missing, tidy: (path: string) => string): Rule<RawConfig> {
  const about = (at: RuleBreak['path'], path: string): RuleBreak[] => {
    const message = missing.get(tidy(path));
    return message === undefined ? [] : [{ path: at, message: message.replace(/\.$/, '') }];
  };
  const ofTarget = (at: RuleBreak['path'], { path, helm }: RawTarget): RuleBreak[] => [
    ...about([...at, 'path'], path),
    ...(helm?.values ?? []).flatMap((file, i) => about([...at, 'helm', 'values', i], file)),
  ];
  return {
    name: 'a path is there',
    check: ({ environments }) =>
      Object.entries(environments).flatMap(([name, { targets }]) =>
        Object.entries(targets).flatMap(([target, settings]) =>
          ofTarget(['environments', name, 'targets', target], settings),
        ),
      ),
  };
}

import { OpsError } from '../../core/errors.ts';
import type { Source } from '../../ports/source.ts';
import type { Rule, RuleBreak } from '../rule.ts';
import type { RawConfig } from './schema.ts';
import { type NamedPath, type TargetFormats, formatOf } from './target-format.ts';
import { tidy } from './tidy-path.ts';

/** For each path of the configuration that the source lacks, the reason. */
export type Missing = ReadonlyMap<string, string>;

/** Looks up every path of the configuration in the source; no file of a folder is read. */
export async function missingPaths(
  source: Source,
  formats: TargetFormats,
  config: RawConfig,
): Promise<Missing> {
  const missing = new Map<string, string>();
  for (const named of pathsIn(formats, config)) {
    const refusal = await refusalOf(() => look(source, named.kind, tidy(named.path)));
    if (refusal !== undefined) missing.set(tidy(named.path), refusal);
  }
  return missing;
}

/** A rule that reports each missing path where the file names it. */
export function pathsAreThere(formats: TargetFormats, missing: Missing): Rule<RawConfig> {
  return {
    name: 'a path is there',
    check: (config) =>
      pathsIn(formats, config).flatMap(({ at, path }) => breakOf(at, missing.get(tidy(path)))),
  };
}

function breakOf(path: RuleBreak['path'], message: string | undefined): RuleBreak[] {
  return message === undefined ? [] : [{ path, message: message.replace(/\.$/, '') }];
}

/** The paths of all targets, each with its place in the file. */
function pathsIn(formats: TargetFormats, { environments }: RawConfig): NamedPath[] {
  return Object.entries(environments).flatMap(([environment, { targets }]) =>
    Object.entries(targets).flatMap(([name, target]) =>
      formatOf(formats, target)
        .pathsOf(target)
        .map((named) => ({
          ...named,
          at: ['environments', environment, 'targets', name, ...named.at],
        })),
    ),
  );
}

async function look(source: Source, kind: NamedPath['kind'], path: string): Promise<void> {
  if (kind === 'folder') await source.blobs(path, () => false);
  else if ((await source.file(path)) === undefined)
    throw new OpsError({ code: 'not-found', subject: path, message: 'no such file. Check the path.' });
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

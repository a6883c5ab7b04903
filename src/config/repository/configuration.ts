import { OpsError } from '../../core/errors.ts';
import type { Config } from '../../core/target/environment.ts';
import type { Configuration, ConfigurationFile } from '../../ports/configuration.ts';
import type { Source } from '../../ports/source.ts';
import { type Problem, describeProblem } from '../problem.ts';
import { parseStrict } from '../strict.ts';
import { missingPaths, pathsAreThere } from './missing-paths.ts';
import { normalizeConfig } from './normalize.ts';
import { rulesOf } from './rules.ts';
import { configSchema } from './schema.ts';
import { type TargetFormat, formatsOf } from './target-format.ts';

const FILES = ['.github/plumbline.yml', '.github/plumbline.yaml'];

export type Parsed =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] };

/** Reads configurations. Every problem is reported with its place in the file; no value is repeated. */
export interface ConfigurationReader extends Configuration {
  check(file: ConfigurationFile): Parsed;
  /** The same, and every path in the file must exist. */
  checkIn(source: Source, file: ConfigurationFile): Promise<Parsed>;
  /**
   * A source's configuration; undefined where there is none.
   * @throws OpsError `invalid-config`, listing every problem with its line.
   */
  load(source: Source): Promise<Config | undefined>;
}

/** @param all the formats of the engines that there are */
export function createConfiguration(all: readonly TargetFormat[]): ConfigurationReader {
  const formats = formatsOf(all);
  const schema = configSchema(formats);
  const rules = rulesOf(formats);
  const read = ({ path, text }: ConfigurationFile, more: typeof rules = []) => {
    const checked = parseStrict(text, path, { schema, rules: [...rules, ...more] });
    if (checked.status === 'invalid') return checked;
    return { ...checked, config: normalizeConfig(formats, checked.value) };
  };
  const parse: ConfigurationReader['parse'] = (file, of) => configOf(read(file), file, of);
  return {
    paths: FILES,
    find,
    parse,
    check: (file) => read(file),
    async checkIn(source, file) {
      const checked = read(file);
      if (checked.status === 'invalid') return checked;
      return read(file, [pathsAreThere(formats, await missingPaths(source, formats, checked.value))]);
    },
    async load(source) {
      const file = await find(source);
      return file === undefined ? undefined : parse(file, source.description);
    },
  };
}

async function find(source: Source): Promise<ConfigurationFile | undefined> {
  const found: ConfigurationFile[] = [];
  for (const path of FILES) {
    const text = await source.file(path);
    if (text !== undefined) found.push({ path, text });
  }
  if (found.length < 2) return found[0];
  throw new OpsError({
    code: 'ambiguous',
    subject: FILES.join(' and '),
    message: 'both are there, and only one can be right. Delete one of them.',
  });
}

function configOf(parsed: Parsed, { path }: ConfigurationFile, of: string): Config {
  if (parsed.status === 'ok') return parsed.config;
  throw new OpsError({
    code: 'invalid-config',
    subject: `${path} at ${of}`,
    message: `it is not valid:\n${parsed.problems.map(describeProblem).join('\n')}`,
  });
}

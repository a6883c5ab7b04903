import type { Config } from '../core/target/environment.ts';
import type { Source } from '../ports/source.ts';
import { missingPaths, pathsAreThere } from './missing-paths.ts';
import { normalizeConfig } from './normalize.ts';
import type { Problem } from './problem.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { type RawConfig, CONFIG_SCHEMA } from './schema.ts';
import { parseStrict } from './strict.ts';

export type Parsed =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] };

/** Reads a configuration. Every problem is reported with its place in the file; no value is repeated. */
export function parseConfig(text: string, file: string): Parsed {
  return parseBy(RULES, text, file);
}

/** Reads a configuration, and checks that every path in it exists. */
export async function parseConfigIn(source: Source, text: string, file: string): Promise<Parsed> {
  const checked = parseStrict(text, file, { schema: CONFIG_SCHEMA, rules: RULES });
  if (checked.status === 'invalid') return checked;
  return parseBy([...RULES, pathsAreThere(await missingPaths(source, checked.value))], text, file);
}

function parseBy(rules: readonly Rule<RawConfig>[], text: string, file: string): Parsed {
  const checked = parseStrict(text, file, { schema: CONFIG_SCHEMA, rules });
  return checked.status === 'ok' ? { status: 'ok', config: normalizeConfig(checked.value) } : checked;
}

import type { Config } from '../core/environment.ts';
import { normalizeConfig } from './normalize.ts';
import type { Problem } from './problem.ts';
import { RULES } from './rules.ts';
import { CONFIG_SCHEMA } from './schema.ts';
import { parseStrict } from './strict.ts';

export type Parsed =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] };

/** Reads a configuration. Every problem is told, by its place in the file, and no value is repeated. */
export function parseConfig(text: string, file: string): Parsed {
  const checked = parseStrict(text, file, { schema: CONFIG_SCHEMA, rules: RULES });
  return checked.status === 'ok' ? { status: 'ok', config: normalizeConfig(checked.value) } : checked;
}

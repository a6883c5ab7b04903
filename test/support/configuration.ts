import { type Parsed, createConfiguration } from '../../src/config/configuration.ts';
import { TARGET_FORMATS } from '../../src/wire/target-formats.ts';

const { check } = createConfiguration(TARGET_FORMATS);

/** A configuration, as the program reads it. */
export function parseConfig(text: string, path: string): Parsed {
  return check({ path, text });
}

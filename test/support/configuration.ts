import { type Parsed, createConfiguration } from '../../src/config/repository/configuration.ts';
import { KUBERNETES_FORMAT } from '../../src/kubernetes/config/format.ts';

const reader = createConfiguration([KUBERNETES_FORMAT]);

/** A configuration, as the program reads it. */
export function parseConfig(text: string, path: string): Parsed {
  return reader.check({ path, text });
}

import { KUBERNETES_FORMAT } from '../kubernetes/config/format.ts';
import type { TargetFormat } from './target-format.ts';

/** The form of a target's settings, by engine. */
const FORMATS = { kubernetes: KUBERNETES_FORMAT } as const;

/** The schemas of a target's settings, one for each engine. */
export const TARGET_SCHEMAS = [FORMATS.kubernetes.schema] as const;

type Formats = typeof FORMATS;
type Raw = Parameters<Formats[keyof Formats]['specOf']>[0];

/** The form of the settings of a target's own engine. */
export function formatOf({ engine }: Raw): TargetFormat<Raw, unknown> {
  return FORMATS[engine];
}

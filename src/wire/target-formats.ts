import type { TargetFormat, TargetFormats } from '../config/target-format.ts';
import { KUBERNETES_FORMAT } from '../kubernetes/config/format.ts';

const ALL: readonly TargetFormat[] = [KUBERNETES_FORMAT];

/** The form of a target's settings, by engine. */
export const TARGET_FORMATS: TargetFormats = new Map(ALL.map((format) => [format.engine, format]));

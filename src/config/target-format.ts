import type { z } from 'zod';

/** A path in a target's settings, and the place of the setting. */
export interface NamedPath {
  readonly at: readonly (string | number)[];
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

/** One engine's form of a target's settings: `Raw` as people write them, `Spec` with every default filled in. */
export interface TargetFormat<Raw, Spec> {
  /** The name of the live system, as the engine knows it. */
  readonly destinationOf: (raw: Raw) => string;
  readonly specOf: (raw: Raw) => Spec;
  /** The part of a live system that only one target may apply the same folder to. */
  readonly placeOf: (raw: Raw) => string;
  /** The paths that must exist in the source. */
  readonly pathsOf: (raw: Raw) => readonly NamedPath[];
}

/** The same with the schema, which reads the settings and fills in the defaults. */
export interface CheckedFormat<Schema extends z.ZodType, Spec> extends TargetFormat<z.infer<Schema>, Spec> {
  readonly schema: Schema;
}

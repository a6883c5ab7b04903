import type { z } from 'zod';

/** A path in a target's settings, and the place of the setting. */
export interface NamedPath {
  readonly at: readonly (string | number)[];
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

/** The settings of a target of any engine, as people write them. */
export interface RawTarget {
  readonly engine: string;
  readonly path: string;
  readonly 'depends-on': readonly string[];
}

/** One engine's form of a target's settings: `Raw` as people write them, `Spec` with every default filled in. */
export interface TargetFormat<Raw extends RawTarget = RawTarget, Spec = unknown> {
  readonly engine: string;
  /** A strict object; its key `engine` is the literal name of the engine. */
  readonly schema: z.ZodObject;
  /** The name of the live system, as the engine knows it. */
  destinationOf(raw: Raw): string;
  specOf(raw: Raw): Spec;
  /** The part of a live system that only one target may apply the same folder to. */
  placeOf(raw: Raw): string;
  /** The paths that must exist in the source. */
  pathsOf(raw: Raw): readonly NamedPath[];
}

/** The format of each engine, by its name. */
export type TargetFormats = ReadonlyMap<string, TargetFormat>;

export function formatsOf(all: readonly TargetFormat[]): TargetFormats {
  return new Map(all.map((format) => [format.engine, format]));
}

/** The format of a target that was checked. */
export function formatOf(formats: TargetFormats, { engine }: RawTarget): TargetFormat {
  const format = formats.get(engine);
  if (format === undefined) throw new Error(`Engine ${engine} has no format.`);
  return format;
}

import { driftFile } from '../drift/drift-file.ts';
import type { MaskRule } from '../secrets/mask-declared.ts';
import type { IgnoreRule } from './ignore-rules.ts';

/** Rules of an environment about the fields of its targets. */
export interface FieldRules {
  readonly ignore: readonly IgnoreRule[];
  /** Rules that declare values secret, beside the values of Secrets and those named as secrets. */
  readonly mask: readonly MaskRule[];
}

/**
 * The unit that is planned and synced: one path, one engine, one destination. `Spec` is the engine's own configuration
 * of the target, `Grant` the engine's own form of a grant.
 */
export interface Target<Spec = unknown, Grant = unknown> {
  /** `<environment>/<name>` of a configured target, or a name made of the path. Unique at its destination. */
  readonly id: string;
  readonly environment: string;
  /** The name of its engine. */
  readonly engine: string;
  /** The live system, by the name that the engine knows it by: for Kubernetes the cluster's. */
  readonly destination: string;
  /** Folder of the source, relative to the repository's root, with `/`; `.` is the root. */
  readonly path: string;
  readonly rules: FieldRules;
  readonly spec: Spec;
  /** Targets of its environment that are planned and synced before it, by their ids. Absent: none are named. */
  readonly dependsOn?: readonly string[];
  /**
   * The other targets of its engine and destination: an object that moves to one of them is not deleted. Absent: none
   * are known.
   */
  readonly neighbours?: readonly Target<Spec, Grant>[];
  /**
   * The repository's grant at the destination; null: there is none, and nothing may be asked or done. Absent: at a
   * terminal, where the user's own credentials decide.
   */
  readonly grant?: Grant | null;
}

/** Whether any changed path (relative to the repository's root) lies in the target's folder, or records its drift. */
export function touches(target: Pick<Target, 'id' | 'path'>, changed: readonly string[]): boolean {
  if (changed.includes(driftFile(target.id))) return true;
  if (target.path === '.') return changed.length > 0;
  return changed.some((path) => path === target.path || path.startsWith(`${target.path}/`));
}

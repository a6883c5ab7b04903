import { driftFile } from '../drift/drift-file.ts';
import type { MaskRule } from '../secrets/mask-declared.ts';
import type { Grant } from './grant.ts';
import type { IgnoreRule } from './ignore-rules.ts';

export type EngineName = 'kubernetes' | 'terraform' | 'ansible';

export type RenderName = 'plain' | 'kustomize' | 'helm';

export interface HelmOptions {
  /** Absent: the target's own name. */
  readonly release?: string;
  /** Values files from the repository's root, later ones over earlier ones. */
  readonly values: readonly string[];
  /** `key=value` as for `helm --set`, over all values files; given on a command line only. */
  readonly set?: readonly string[];
}

/** The unit that is planned and synced: one path, one engine, one destination. */
export interface Target {
  /** `<environment>/<name>` of a configured target, or a name made of the path. Unique in its cluster. */
  readonly id: string;
  readonly environment: string;
  readonly engine: EngineName;
  /** The cluster's name: at a terminal the kubeconfig context of that name, unless mapped. */
  readonly cluster: string;
  /** Folder of the source, relative to the repository's root, with `/`; `.` is the root. */
  readonly path: string;
  /** The way to render the source; `auto`: by the contents of the folder. */
  readonly render: RenderName | 'auto';
  /** Only for Helm. */
  readonly helm?: HelmOptions;
  /** The namespace of objects without one. Absent: such an object is an error. */
  readonly namespace?: string;
  /** Delete objects that this target created and no longer declares. */
  readonly prune: boolean;
  /** An empty render is taken as "delete everything" instead of as a mistake. */
  readonly allowEmpty: boolean;
  readonly ignore: readonly IgnoreRule[];
  /** Rules that declare values secret, beside the values of Secrets and those named as secrets. */
  readonly mask?: readonly MaskRule[];
  /** Objects that may be deleted and created anew where they cannot be changed; see `object-name.ts`. */
  readonly replace: readonly string[];
  /** The handling of objects whose kind the cluster does not know. Absent: nothing of the target is applied. */
  readonly unknownKinds?: 'stop' | 'skip';
  /** Field managers of tools that the target is migrated from: fields owned only by them are removed. Absent: none. */
  readonly formerTools?: readonly string[];
  /** Objects that hold others or data, and may be deleted all the same; see `reasons-to-keep.ts`. */
  readonly confirmDelete: readonly string[];
  /** Targets of its environment that are planned and synced before it, by their ids. Absent: none are named. */
  readonly dependsOn?: readonly string[];
  /** The other targets of its cluster: an object that moves to one of them is not deleted. Absent: none are known. */
  readonly neighbours?: readonly Target[];
  /** The repository's grant in the cluster. Absent: at a terminal, where the user's own credentials decide. */
  readonly grant?: Grant;
}

/** Whether any changed path (relative to the repository's root) lies in the target's folder, or records its drift. */
export function touches(target: Target, changed: readonly string[]): boolean {
  if (changed.includes(driftFile(target.id))) return true;
  if (target.path === '.') return changed.length > 0;
  return changed.some((path) => path === target.path || path.startsWith(`${target.path}/`));
}

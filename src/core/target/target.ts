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
  /** `key=value` as `helm --set` takes it, over all values files; only a command line says it. */
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
  /** How the source becomes objects; `auto`: by what the folder holds. */
  readonly render: RenderName | 'auto';
  /** Only for Helm. */
  readonly helm?: HelmOptions;
  /** The namespace of objects that name none. Absent: such an object is an error. */
  readonly namespace?: string;
  /** Delete objects that this target created and no longer declares. */
  readonly prune: boolean;
  /** An empty render is taken as "delete everything" instead of as a mistake. */
  readonly allowEmpty: boolean;
  readonly ignore: readonly IgnoreRule[];
  /** Values that are shown masked, beside those of Secrets and those whose names tell. */
  readonly mask?: readonly MaskRule[];
  /** Objects that may be deleted and created anew where they cannot be changed; see `named-objects.ts`. */
  readonly replace: readonly string[];
  /** What is done about objects of kinds that the cluster does not know. Absent: nothing of the target is applied. */
  readonly unknownKinds?: 'stop' | 'skip';
  /** Field managers of tools that this target is migrated from: what only they still own goes. Absent: none. */
  readonly formerTools?: readonly string[];
  /** Objects that hold others or data, and may be deleted all the same; see `keep.ts`. */
  readonly confirmDelete: readonly string[];
  /** Targets of its environment that are planned and synced before it, by their ids. Absent: none are named. */
  readonly dependsOn?: readonly string[];
  /** The other targets of its cluster: what moved to one of them is not deleted. Absent: none are known. */
  readonly neighbours?: readonly Target[];
  /** What the repository may touch in the cluster. Absent: at a terminal, all that the user's own credentials may. */
  readonly grant?: Grant;
}

/** Whether any of the changed paths (relative to the repository's root) lies in the target's folder, or records its drift. */
export function touches(target: Target, changed: readonly string[]): boolean {
  if (changed.includes(driftFile(target.id))) return true;
  if (target.path === '.') return changed.length > 0;
  return changed.some((path) => path === target.path || path.startsWith(`${target.path}/`));
}

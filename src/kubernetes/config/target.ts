import type { Target } from '../../core/target/target.ts';
import type { Grant } from './grant.ts';

export type RenderName = 'plain' | 'kustomize' | 'helm';

export interface HelmOptions {
  /** Absent: the target's own name. */
  readonly release?: string;
  /** Values files from the repository's root, later ones over earlier ones. */
  readonly values: readonly string[];
  /** `key=value` as for `helm --set`, over all values files; given on a command line only. */
  readonly set?: readonly string[];
}

/** The configuration of a target in a cluster. */
export interface KubernetesSpec {
  /** The name of the cluster: the target's destination, under the key that people write. */
  readonly cluster: string;
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
  /** Objects that may be deleted and created anew where they cannot be changed; see `object-name.ts`. */
  readonly replace: readonly string[];
  /** The handling of objects whose kind the cluster does not know. Absent: nothing of the target is applied. */
  readonly unknownKinds?: 'stop' | 'skip';
  /** Field managers of tools that the target is migrated from: fields owned only by them are removed. Absent: none. */
  readonly formerTools?: readonly string[];
  /** Objects that hold others or data, and may be deleted all the same; see `reasons-to-keep.ts`. */
  readonly confirmDelete: readonly string[];
}

/** A target in a cluster; its destination is the name of the cluster. */
export type KubernetesTarget = Target<KubernetesSpec, Grant>;

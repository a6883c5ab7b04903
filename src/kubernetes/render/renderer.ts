import type { JsonObject } from '../../core/json/json.ts';
import type { Source } from '../../ports/source.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Declared } from '../objects/resource.ts';

export interface RenderRequest {
  readonly source: Source;
  readonly target: KubernetesTarget;
  /** Called only by renderers whose result depends on it. */
  readonly capabilities: () => Promise<Capabilities>;
}

/** A cluster's version and discovery documents, unchanged. Nothing in them is secret. */
export interface Capabilities {
  /** The answer of `/version`. */
  readonly version: JsonObject;
  /** The `APIGroupDiscoveryList` of `/api`. */
  readonly core: JsonObject;
  /** The `APIGroupDiscoveryList` of `/apis`. */
  readonly groups: JsonObject;
}

export interface Rendered {
  /**
   * `plain`, `kustomize v5.8.1`, `helm v4.3.1`. Part of a plan's intent: two renderers, or two versions of one, read
   * the same file differently.
   */
  readonly renderer: string;
  readonly declared: readonly Declared[];
  readonly warnings: readonly string[];
}

/** Renders the files of a folder to the objects that they declare. */
export interface Renderer {
  /** @throws OpsError with file and line when a part of the source cannot be rendered. */
  render(request: RenderRequest): Promise<Rendered>;
  /** The folders and files, from the repository's root, that a render depends on. */
  reads(request: Pick<RenderRequest, 'source' | 'target'>): Promise<readonly string[]>;
}

import type { Declared } from '../core/change/resource.ts';
import type { JsonObject } from '../core/json/json.ts';
import type { Target } from '../core/target/target.ts';
import type { Source } from './source.ts';

export interface RenderRequest {
  readonly source: Source;
  readonly target: Target;
  /** Asked only by renderers whose result depends on it. */
  readonly capabilities: () => Promise<Capabilities>;
}

/** What a cluster says to anybody who asks what it serves, in its own words. Nothing of it is secret. */
export interface Capabilities {
  /** Of `/version`. */
  readonly version: JsonObject;
  /** The `APIGroupDiscoveryList` of `/api`. */
  readonly core: JsonObject;
  /** That of `/apis`. */
  readonly groups: JsonObject;
}

export interface Rendered {
  /**
   * `plain`, `kustomize v5.8.1`, `helm v4.3.1`. Part of what a plan is made from: two renderers, or two versions of one,
   * read the same file differently.
   */
  readonly renderer: string;
  readonly declared: readonly Declared[];
  readonly warnings: readonly string[];
}

/** Turns the files of a folder into the objects that they declare. */
export interface Renderer {
  /** @throws OpsError with file and line when the source cannot be rendered whole. */
  render(request: RenderRequest): Promise<Rendered>;
  /** The folders and files, from the repository's root, that a render depends on. */
  reads(request: Pick<RenderRequest, 'source' | 'target'>): Promise<readonly string[]>;
}

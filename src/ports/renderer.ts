import type { Declared } from '../core/resource.ts';
import type { Source } from './source.ts';

export interface Rendered {
  readonly declared: readonly Declared[];
  readonly warnings: readonly string[];
}

/** Turns the files of a folder into the objects that they declare. */
export interface Renderer {
  /** `plain`. Part of what a plan is made from: two renderers read the same file differently. */
  readonly name: string;
  /** @throws OpsError with file and line when the source cannot be rendered whole. */
  render(source: Source, folder: string): Promise<Rendered>;
}

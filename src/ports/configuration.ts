import type { Config } from '../core/environment.ts';
import type { Source } from './source.ts';

export interface Configuration {
  /** The file that it is read from, relative to the repository's root. */
  readonly paths: readonly string[];
  /**
   * A repository's configuration; undefined where there is none.
   * @throws OpsError `invalid-config` that lists every problem with its line.
   */
  read(source: Source): Promise<Config | undefined>;
}

import type { Config } from '../core/target/environment.ts';
import type { Source } from './source.ts';

/** `.github/plumbline.yml` as it stands in a commit. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

export interface Configuration {
  /** The files that it may be, relative to the repository's root. */
  readonly paths: readonly string[];
  /** A source's file; undefined where there is none. @throws OpsError `ambiguous` when there are two. */
  find(source: Source): Promise<ConfigurationFile | undefined>;
  /**
   * What a file says, with every default filled in.
   * @param of what it is a file of, for messages: a commit
   * @throws OpsError `invalid-config` that lists every problem with its line.
   */
  parse(file: ConfigurationFile, of: string): Config;
}

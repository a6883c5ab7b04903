import type { Config } from '../core/target/environment.ts';
import type { Source } from './source.ts';

/** `.github/plumbline.yml` of a commit. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

export interface Configuration {
  /** The possible paths of the file, relative to the repository's root. */
  readonly paths: readonly string[];
  /** A source's file; undefined where there is none. @throws OpsError `ambiguous` when there are two. */
  find(source: Source): Promise<ConfigurationFile | undefined>;
  /**
   * The configuration in a file, with every default filled in.
   * @param of the file's commit, for messages
   * @throws OpsError `invalid-config`, listing every problem with its line.
   */
  parse(file: ConfigurationFile, of: string): Config;
}

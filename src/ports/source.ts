export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** As Git names the content: where it is the same, so is the text. */
  readonly id: string;
}

/** As `SourceFile`, whatever it holds. */
export interface SourceBlob {
  readonly path: string;
  readonly bytes: Buffer;
  readonly id: string;
}

/** Who answers for what a source holds: the user at the terminal, those who let it into the default branch, or nobody yet. */
export type Standing = 'own' | 'merged' | 'proposed';

/** The files of one commit, of the result of a merge, or of a working folder. */
export interface Source {
  /** For people: `main (3f2a91c)`, `./manifests`. */
  readonly description: string;
  /** Where the source lives, so that two repositories cannot prune each other's objects: an origin without credentials, or a path. */
  readonly repository: string;
  readonly standing: Standing;
  /**
   * Every regular file under a folder (of those whose path is accepted), in the order of its path.
   * Symbolic links and submodules are refused, accepted or not; those in hidden folders are left out.
   * @throws OpsError `not-found` when the folder is not there.
   */
  files(folder: string, accept?: (path: string) => boolean): Promise<SourceFile[]>;
  /** The same files, byte by byte. */
  blobs(folder: string, accept?: (path: string) => boolean): Promise<SourceBlob[]>;
  /** One file's text, or undefined where there is none. A symbolic link is refused. */
  file(path: string): Promise<string | undefined>;
}

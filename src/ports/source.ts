export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** As Git names the content: where it is the same, so is the text. */
  readonly id: string;
  /** Where it lies, when a symbolic link leads there. */
  readonly real?: string;
}

/** As `SourceFile`, whatever it holds. */
export interface SourceBlob {
  readonly path: string;
  readonly bytes: Buffer;
  readonly id: string;
  readonly real?: string;
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
   * Symbolic links to files and folders of the same source are followed, and their files stand where the link does. Other
   * links and submodules are refused, accepted or not; those in hidden folders are left out.
   * @throws OpsError `not-found` when the folder is not there.
   */
  files(folder: string, accept?: (path: string) => boolean): Promise<SourceFile[]>;
  /** The same files, byte by byte. */
  blobs(folder: string, accept?: (path: string) => boolean): Promise<SourceBlob[]>;
  /** One file, or undefined where there is none. Links are followed. */
  blob(path: string): Promise<SourceBlob | undefined>;
  /** The places, from the root, that links below a path (or on the way to it) lead to: a change there is one of the path. */
  linked(path: string): Promise<readonly string[]>;
  /** One file's text, or undefined where there is none. A link is refused: what judges changes is known by its path. */
  file(path: string): Promise<string | undefined>;
}

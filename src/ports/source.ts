export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Git's id of the content: equal ids mean equal text. */
  readonly id: string;
  /** The file's real path, when a symbolic link leads to it. */
  readonly real?: string;
}

/** A file as bytes, of any content; otherwise as `SourceFile`. */
export interface SourceBlob {
  readonly path: string;
  readonly bytes: Buffer;
  readonly id: string;
  readonly real?: string;
}

/** Who answers for a source: the user at the terminal, those who merged it into the default branch, or nobody yet. */
export type Standing = 'own' | 'merged' | 'proposed';

/** The files of one commit, of the result of a merge, or of a working folder. */
export interface Source {
  /** For people: `main (3f2a91c)`, `./manifests`. */
  readonly description: string;
  /** An origin without credentials, or a path; so that two repositories cannot prune each other's objects. */
  readonly repository: string;
  readonly standing: Standing;
  /**
   * Every regular file under a folder whose path is accepted, in the order of paths.
   * Symbolic links to files and folders of the same source are followed, and their files have the link's path. Other
   * links and submodules are refused, accepted or not; those in hidden folders are left out.
   * @throws OpsError `not-found` when the folder is not there.
   */
  files(folder: string, accept?: (path: string) => boolean): Promise<SourceFile[]>;
  /** The same files, byte by byte. */
  blobs(folder: string, accept?: (path: string) => boolean): Promise<SourceBlob[]>;
  /** One file, or undefined where there is none. Links are followed. */
  blob(path: string): Promise<SourceBlob | undefined>;
  /** The targets, from the root, of links below a path or on the way to it: a change there is a change of the path. */
  linked(path: string): Promise<readonly string[]>;
  /** One file's text, or undefined where there is none. A link is refused: the configuration is known by its path. */
  file(path: string): Promise<string | undefined>;
}

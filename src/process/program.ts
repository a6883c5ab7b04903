import type { Readable, Writable } from 'node:stream';

export interface ProgramStart {
  readonly command: string;
  readonly args: readonly string[];
  /** The program's name in errors. */
  readonly name: string;
  readonly cwd: string;
  /** The whole environment of the program, PATH included. */
  readonly env: Readonly<Record<string, string>>;
}

/** A started program. It leads a process group of its own, so that its children can be ended with it. */
export interface Program {
  /** The id of its group; undefined where it has not been started (yet). */
  readonly group: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the program has ended. Never rejects. */
  readonly exited: Promise<ProgramEnd>;
  /** Settles when the output has ended, too: a child may hold it for longer. Never rejects. */
  readonly closed: Promise<ProgramEnd>;
  /**
   * Asks the program and its children to end, and kills them where they do not. When `exited` settles, they are gone.
   * Of a program that has ended before, its children are killed at once.
   * @param grace milliseconds from SIGINT to SIGKILL
   */
  end(grace: number): void;
  /** Keeps this process alive while the program runs, as from its start on. */
  ref(): void;
  /** Lets this process exit while the program runs. */
  unref(): void;
}

export type ProgramEnd =
  | { readonly code: number }
  | { readonly signal: string }
  /** It could not be started, or was lost: an OpsError, or a bug of the caller's. */
  | { readonly failed: Error };

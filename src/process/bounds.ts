const MIB = 1024 * 1024;

/** The bounds of one run of a tool. Large public charts take a fifth of them. */
export const BOUNDS = {
  memoryBytes: 1024 * MIB,
  /** The size of the tool's own writable folder, which is memory as well. */
  scratchBytes: 64 * MIB,
  /** Linux counts all processes and threads of the user, so fewer would be too few on a desktop. */
  processes: 4096,
  openFiles: 1024,
  outputBytes: 32 * MIB,
  milliseconds: 60_000,
  /** For the tool to end by itself after that. It has nothing to save. */
  graceMilliseconds: 500,
  /** Tools that run at a time, so that all of them together have a bound as well. */
  atOnce: 4,
} as const;

/** Makes Go collect garbage more often, instead of reaching the bound. */
export const GO_MEMORY = { GOMEMLIMIT: `${(BOUNDS.memoryBytes / MIB) * 0.75}MiB` };

/** A command line with which the kernel holds the program and its children to the bounds. */
export function bounded(prlimit: string, command: readonly string[]): string[] {
  const limits = {
    data: BOUNDS.memoryBytes,
    fsize: BOUNDS.scratchBytes,
    nproc: BOUNDS.processes,
    nofile: BOUNDS.openFiles,
    core: 0,
  };
  const options = Object.entries(limits).map(([name, limit]) => `--${name}=${limit}`);
  return [prlimit, ...options, '--', ...command];
}

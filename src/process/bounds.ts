const MIB = 1024 * 1024;

/** What one run of a tool may use. Large public charts take a fifth of it. */
export const BOUNDS = {
  memoryBytes: 1024 * MIB,
  /** Of a writable folder of its own, which is memory as well. */
  scratchBytes: 64 * MIB,
  /** Linux counts all processes and threads of the user, so fewer would be too few on a desktop. */
  processes: 4096,
  openFiles: 1024,
  outputBytes: 32 * MIB,
  milliseconds: 60_000,
  /** For it to end by itself after that. It has nothing to save. */
  graceMilliseconds: 500,
  /** Tools at a time, so that their bounds add up to one as well. */
  atOnce: 4,
} as const;

/** Go then collects garbage more often, instead of reaching the bound. */
export const GO_MEMORY = { GOMEMLIMIT: `${(BOUNDS.memoryBytes / MIB) * 0.75}MiB` };

/** A command line whose program, and what it starts, the kernel holds to the bounds. */
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

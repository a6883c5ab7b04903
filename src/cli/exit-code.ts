/** The exit codes of the commands. */
export const EXIT = {
  /** Nothing to do, or done. */
  clean: 0,
  /** The verdict is unknown, or the command failed. */
  unknown: 1,
  /** There are differences, an object is not healthy (`status`), or the plan is not approved: nothing was applied. */
  different: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(verdict: 'clean' | 'different' | 'unknown'): ExitCode {
  return EXIT[verdict];
}

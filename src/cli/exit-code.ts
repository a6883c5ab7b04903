/** What a command answers to a script. */
export const EXIT = {
  /** Nothing to do, or done. */
  clean: 0,
  /** It could not be told, or it failed. */
  unknown: 1,
  /** There are differences, or the plan is not the approved one: nothing was applied. */
  different: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(verdict: 'clean' | 'different' | 'unknown'): ExitCode {
  return EXIT[verdict];
}

/** One problem of a configuration with its place. Line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `.github/plumbline.yml:7:9: unknown key "aproval". Did you mean "approvals"?` */
export function describeProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

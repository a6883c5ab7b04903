export interface RuleBreak {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema cannot say, as it looks at the whole of a configuration. */
export interface Rule<Raw> {
  readonly name: string;
  readonly check: (config: Raw) => RuleBreak[];
}

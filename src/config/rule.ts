export interface RuleBreak {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A check of the whole configuration that a schema cannot express. */
export interface Rule<Raw> {
  readonly name: string;
  readonly check: (config: Raw) => RuleBreak[];
}

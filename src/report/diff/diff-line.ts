/** One line of a diff. */
export interface DiffLine {
  /** `@`: the name of what follows. */
  readonly sign: '+' | '-' | ' ' | '@';
  readonly text: string;
}

/** `short`: without what nobody reads, such as binary values; `whole`: every character of it. */
export type Detail = 'short' | 'whole';

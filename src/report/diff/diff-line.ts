/** One line of a diff. */
export interface DiffLine {
  /** `@`: a header that names the lines below. */
  readonly sign: '+' | '-' | ' ' | '@';
  readonly text: string;
}

/** `short`: binary values, long lines and long lists are cut; `whole`: every character. */
export type Detail = 'short' | 'whole';

import type { Target } from '../core/target/target.ts';

/** The grants that the server gives to repositories. */
export interface Grants {
  /** The target with its grant; where the server gives none, the grant allows nothing. */
  limit(target: Target, repository: string): Target;
}

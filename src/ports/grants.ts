import type { Target } from '../core/target/target.ts';

/** What the server lets a repository reach. */
export interface Grants {
  /** The target with what it may touch; without a grant it may touch nothing. */
  limit(target: Target, repository: string): Target;
}

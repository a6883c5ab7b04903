import type { Change } from '../../core/change/change.ts';
import type { Expectation } from '../predict/prediction.ts';

/** The plan of one declared object. */
export interface ObjectPlan {
  readonly expectation: Expectation;
  /** Undefined: live as declared. */
  readonly change?: Change;
  /** Nothing visible changes, yet the ownership of the fields or the owner label is not recorded. */
  readonly claim: boolean;
  /** Fields that the source does not name, and that stay live; in words. */
  readonly staying: readonly string[];
}

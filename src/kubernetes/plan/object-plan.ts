import type { Change } from '../../core/change/change.ts';
import type { Expectation } from '../predict/prediction.ts';

/** What to do about one declared object. */
export interface ObjectPlan {
  readonly expectation: Expectation;
  /** Undefined: live as declared. */
  readonly change?: Change;
  /** Nothing visible changes, yet our ownership of the fields or our mark is not recorded. */
  readonly claim: boolean;
  /** Fields that the source does not name, and that stay live; in words. */
  readonly staying: readonly string[];
}

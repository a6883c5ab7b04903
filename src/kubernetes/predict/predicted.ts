import type { JsonObject } from '../../core/json/json.ts';
import type { Beside } from '../fields/in-the-way.ts';
import type { Estimate } from './estimate.ts';

/** What an object would be, as the server says. */
export interface Predicted extends Estimate {
  readonly status: 'predicted';
  /** What is written first, where an apply alone would not come to the object; see `bring-about.ts`. */
  readonly wanted?: JsonObject;
  readonly warnings: readonly string[];
  /** What goes beside in the same write, since what the source declares is refused beside it. */
  readonly madeWay?: readonly Beside[];
}

/** A Secret that is not ours, and is to be: what it holds is not compared, and goes. */
export interface Covered extends Estimate {
  readonly status: 'covered';
  /** What is written first; holds what stays of the live object. */
  readonly wanted: JsonObject;
}

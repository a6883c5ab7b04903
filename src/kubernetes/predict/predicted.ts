import type { JsonObject } from '../../core/json/json.ts';
import type { Beside } from '../fields/in-the-way.ts';
import type { Estimate } from './estimate.ts';

/** The server's prediction of an object. */
export interface Predicted extends Estimate {
  readonly status: 'predicted';
  /**
   * The object of a first write, where an apply alone would not lead to the predicted object; see `write-predicted.ts`.
   */
  readonly wanted?: JsonObject;
  readonly warnings: readonly string[];
  /** The fields that the same write removes, since the server refuses the source beside them. */
  readonly madeWay?: readonly Beside[];
}

/** A foreign Secret that plumbline is to take over: its data is not compared, and goes. */
export interface Covered extends Estimate {
  readonly status: 'covered';
  /** The object of a first write, with the remaining fields of the live object. */
  readonly wanted: JsonObject;
}

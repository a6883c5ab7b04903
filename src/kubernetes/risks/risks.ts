import type { Change, Mark } from '../../core/change/change.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { DATA_LOSS, KEPT_CLAIMS } from './data-loss.ts';
import { REPLACEMENT } from './replacement.ts';
import { RESEALED } from './resealed.ts';
import { RESTART } from './restart.ts';
import type { Risk } from './risk.ts';
import { ROUTING } from './routing.ts';
import { SCALE_TO_ZERO } from './scale-to-zero.ts';

/** Every risk, the loudest first. */
const RISKS: readonly Risk[] = [
  DATA_LOSS,
  KEPT_CLAIMS,
  REPLACEMENT,
  SCALE_TO_ZERO,
  ROUTING,
  RESTART,
  RESEALED,
];

/** The marks of a change: the risks that a reviewer must not overlook. @param live the live object, not masked */
export function marksOf(change: Change, live: JsonObject): Mark[] {
  const borne = RISKS.filter(({ actions }) => actions.includes(change.action));
  return borne.flatMap((risk) => risk.marksOf(change, live));
}

import type { OpsError } from '../../core/errors.ts';
import type { Log } from '../../log.ts';

/** A cut connection is usual, and restored at the next attempt. */
const WORTH_A_WARNING = 3;

/** Logs each lasting failure of a watch once, and its end; `about` names the watch. */
export function logAttempts(log: Pick<Log, 'warn' | 'info' | 'debug'>, about: object) {
  let told: string | undefined;
  return (failures: number, error?: OpsError): void => {
    if (error === undefined) {
      if (told !== undefined) log.info(about, 'a watch is back');
      told = undefined;
      return;
    }
    const { code, message } = error;
    const isLasting = code === 'forbidden' || failures >= WORTH_A_WARNING;
    if (isLasting && message !== told) {
      told = message;
      log.warn({ ...about, code, problem: message }, 'a watch fails, and is tried again');
    } else {
      log.debug({ ...about, code, failures }, 'a watch broke off');
    }
  };
}

import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug' | 'child'>;

/** Log lines as JSON on stderr: a static message, and fields that name the target, the plan, the call. Never a value. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

import { type Logger, pino } from 'pino';
import { type Sink, createPrinter } from './print.ts';

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug' | 'child'>;

/**
 * Log lines as JSON on stderr: a static message, and fields that name the target, the plan, the call. Never a value.
 * JSON leaves characters that turn a line around, or that begin a terminal's commands, as they are: the printer does not.
 */
export function createLog(level: string, sink: Sink = pino.destination({ fd: 2, sync: true })): Log {
  const { print } = createPrinter(sink);
  return pino({ level, base: null }, { write: (line) => print(line.replace(/\n$/, '')) });
}

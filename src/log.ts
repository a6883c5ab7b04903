import { type Logger, pino } from 'pino';
import { type Sink, createPrinter } from './print.ts';

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug' | 'child'>;

/**
 * Log lines as JSON on stderr: a static message, and fields that name the target, the plan, the call. Never a value.
 * The printer escapes characters that JSON does not: those that turn a line around, or begin a terminal's commands.
 */
export function createLog(level: string, sink: Sink = pino.destination({ fd: 2, sync: true })): Log {
  const { print } = createPrinter(sink);
  return pino({ level, base: null }, { write: (line) => print(line.replace(/\n$/, '')) });
}

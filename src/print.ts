import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import { visibleLines } from './core/visible.ts';

/** A receiver of printed text: a stream of this process, or a file. */
export interface Sink {
  write(text: string): unknown;
}

export type Format = Parameters<typeof styleText>[0];

export interface Printer {
  /** Prints lines, and the end of the last one. */
  readonly print: (text: string) => void;
  /** Makes words stand out when this printer prints them. */
  readonly paint: (format: Format) => (text: string) => string;
}

/**
 * The one place that prints. Characters that a terminal would act on are escaped, whoever wrote them: file names,
 * commit messages, tools, servers. Our own colours are sealed by a random id, and opened last.
 */
export function createPrinter(sink: Sink): Printer {
  const seal = randomUUID();
  const sealed = new RegExp(`${seal}\\[([\\d;]+)m`, 'g');
  return {
    print: (text) => void sink.write(`${visibleLines(text).replace(sealed, `${ESCAPE}[$1m`)}\n`),
    paint: (format) => (text) =>
      styleText(format, visibleLines(text), { validateStream: false }).replaceAll(ESCAPE, seal),
  };
}

const ESCAPE = '\u001b';

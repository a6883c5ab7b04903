import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import { visibleLines } from './core/visible.ts';

/** What takes printed text: a stream of this process, or a file. */
export interface Sink {
  write(text: string): unknown;
}

export type Format = Parameters<typeof styleText>[0];

export interface Printer {
  /** Prints lines, and the end of the last one. */
  readonly print: (text: string) => void;
  /** What makes words stand out when they are printed here. */
  readonly paint: (format: Format) => (text: string) => string;
}

/**
 * The one place that prints. What a terminal would act on is escaped, whoever wrote it: file names, commit messages,
 * tools, servers. Our own colours are sealed by what nobody can foretell, and opened last.
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

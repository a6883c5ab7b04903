import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { visibleLines } from '../core/visible.ts';
import { type Printer, createPrinter } from '../print.ts';
import { type Style, PLAIN } from '../report/terminal/style.ts';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether a person is there to answer. */
  readonly interactive: boolean;
  /** Asks a question; only `yes` is a yes. */
  confirm(question: string): Promise<boolean>;
}

type Stream = Writable & { isTTY?: boolean };

export interface Streams {
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** `NO_COLOR` is set (no-color.org). */
  readonly plain: boolean;
}

export function createTerminal({ stdin, stdout, stderr, plain }: Streams): Terminal {
  const [out, err] = [createPrinter(stdout), createPrinter(stderr)];
  return {
    out: out.print,
    err: err.print,
    outStyle: stdout.isTTY === true && !plain ? styleFor(out) : PLAIN,
    errStyle: stderr.isTTY === true && !plain ? styleFor(err) : PLAIN,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    async confirm(question) {
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return (await prompt.question(`${visibleLines(question)} `)).trim().toLowerCase() === 'yes';
      } finally {
        prompt.close();
      }
    },
  };
}

function styleFor({ paint }: Printer): Style {
  return {
    added: paint('green'),
    removed: paint('red'),
    danger: paint(['bold', 'red']),
    dim: paint('dim'),
    bold: paint('bold'),
  };
}

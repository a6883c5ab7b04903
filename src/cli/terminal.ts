import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { PLAIN, type Style } from '../report/style.ts';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether somebody is there to answer. */
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
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    outStyle: styleFor(stdout.isTTY === true && !plain),
    errStyle: styleFor(stderr.isTTY === true && !plain),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    async confirm(question) {
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return (await prompt.question(`${question} `)).trim().toLowerCase() === 'yes';
      } finally {
        prompt.close();
      }
    },
  };
}

type Format = Parameters<typeof styleText>[0];

function styleFor(colours: boolean): Style {
  if (!colours) return PLAIN;
  const paint = (format: Format) => (text: string) => styleText(format, text, { validateStream: false });
  return {
    added: paint('green'),
    removed: paint('red'),
    danger: paint(['bold', 'red']),
    dim: paint('dim'),
    bold: paint('bold'),
  };
}

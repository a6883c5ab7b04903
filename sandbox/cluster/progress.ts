import type { WriteStream } from 'node:tty';

/** Replaces the words that say what is being done. */
export type Say = (doing: string) => void;

const TERMINAL_MS = 500;
const LOG_MS = 5000;

/**
 * Shows on `stream`, while `work` runs, what it says and for how long it has been running: as one line that is
 * rewritten on a terminal, as a new line every few seconds elsewhere. Silent while nothing was said.
 */
export async function withProgress<T>(
  work: (say: Say) => Promise<T>,
  stream: Pick<WriteStream, 'write'> & { isTTY?: boolean } = process.stderr,
): Promise<T> {
  const begun = Date.now();
  let doing: string | undefined;
  const show = () => {
    if (doing === undefined) return;
    const line = `sandbox cluster: ${doing} (${Math.round((Date.now() - begun) / 1000)} s)`;
    stream.write(stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
  const ticking = setInterval(show, stream.isTTY ? TERMINAL_MS : LOG_MS);
  try {
    return await work((words) => {
      const first = doing === undefined;
      doing = words;
      if (first) show();
    });
  } finally {
    clearInterval(ticking);
    if (stream.isTTY && doing !== undefined) stream.write('\n');
  }
}

import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection that sends whatever it likes. */
export interface Raw {
  readonly send: (text: string | Uint8Array) => void;
  /** All that came back until the server hung up. */
  readonly end: Promise<string>;
  /** What has come back so far. */
  readonly said: () => string;
}

export async function raw(url: string): Promise<Raw> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  // A server that hangs up on what is still being sent resets the connection.
  socket.on('error', () => undefined);
  const end = once(socket, 'close').then(() => said);
  onTestFinished(() => void socket.destroy());
  await Promise.race([once(socket, 'connect'), end]);
  return { end, said: () => said, send: (text) => void socket.write(text) };
}

/** The head of a delivery: what `headers` says, and nothing else. */
export function head(headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ host: 'plumbline.test', ...headers }).map(
    ([key, value]) => `${key}: ${value}\r\n`,
  );
  return `POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** What could be a signature, of a body that never comes to its end. */
export const COULD_BE = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };

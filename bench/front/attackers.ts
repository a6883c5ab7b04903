import { type Socket, connect } from 'node:net';

const HEAD =
  'POST /webhooks HTTP/1.1\r\nhost: plumbline\r\nx-github-event: push\r\nx-github-delivery: none\r\n' +
  `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\ncontent-length: ${25 * 1024 * 1024}\r\n\r\n`;
const PART = Buffer.alloc(2 * 1024 * 1024, 'x');

const PAUSE_MS = 5000;

export interface Attackers {
  /** How often one of them was turned away, and came again. */
  turnedAway(): number;
  stop(): void;
}

/** So many connections that each announce 25 MB, send a part of them, hold the rest back, and come again when cut. */
export function attack(port: number, count: number): Attackers {
  const open = new Set<Socket>();
  let turned = 0;
  let stopped = false;
  const begin = () => {
    if (stopped) return;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(HEAD);
      socket.write(PART);
    });
    open.add(socket);
    socket.on('error', () => undefined).resume();
    socket.once('close', () => {
      open.delete(socket);
      if (stopped) return;
      turned += 1;
      setTimeout(begin, PAUSE_MS);
    });
  };
  for (let n = 0; n < count; n += 1) begin();
  return {
    turnedAway: () => turned,
    stop() {
      stopped = true;
      for (const socket of open) socket.destroy();
    },
  };
}

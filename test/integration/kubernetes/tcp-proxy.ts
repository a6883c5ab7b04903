import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a server that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Resets every connection; new ones get through. */
  cut(): void;
  /** Forgets every connection without a word, as a firewall does: they stay open, and nothing comes through. */
  forget(): void;
  /** Resets every connection and each new one, until `allow`. */
  refuse(): void;
  allow(): void;
}

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  let refusing = false;
  const join = (from: Socket, to: Socket) => {
    open.add(from);
    from.on('data', (data) => forgotten.has(from) || to.write(data));
    from.on('end', () => forgotten.has(from) || to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => open.delete(from));
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (refusing) {
      socket.resetAndDestroy();
      return;
    }
    const upstream = connect({ host, port, allowHalfOpen: true });
    join(socket, upstream);
    join(upstream, socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  onTestFinished(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    forget() {
      for (const socket of open) forgotten.add(socket);
    },
    refuse() {
      refusing = true;
      cut();
    },
    allow() {
      refusing = false;
    },
  };
}

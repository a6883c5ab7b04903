import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /**
   * Protects a connection on which a signed delivery came: it is not closed for others until the function is called.
   */
  trust(socket: Socket): () => void;
}

interface Connection {
  /** When it was made, or last showed a signature. */
  since: number;
  /** Signed deliveries that are being stored: several, where requests follow one another without waiting. */
  storing: number;
}

const CROWDED =
  'HTTP/1.1 503 Service Unavailable\r\nretry-after: 10\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * Bounds the number of connections. A new one is not refused, but takes the place of another: of the address with most
 * connections, the one that has shown no signature for longest.
 */
export function boundConnections(server: Server, limit: number, now: () => number): Connections {
  const all = new Map<Socket, Connection>();
  server.on('connection', (socket: Socket) => {
    all.set(socket, { since: now(), storing: 0 });
    socket.once('close', () => all.delete(socket));
    if (all.size > limit) turnAway(oldestOf(all) ?? socket);
  });
  const turnAway = (socket: Socket) => {
    all.delete(socket);
    socket.end(CROWDED);
    socket.destroySoon();
  };
  return {
    trust(socket) {
      const connection = all.get(socket);
      if (connection === undefined) return () => undefined;
      connection.storing += 1;
      return () => Object.assign(connection, { storing: connection.storing - 1, since: now() });
    },
  };
}

function oldestOf(all: ReadonlyMap<Socket, Connection>): Socket | undefined {
  const byAddress = new Map<string, { count: number; since: number; socket: Socket }>();
  for (const [socket, { since, storing }] of all) {
    if (storing > 0) continue;
    const address = socket.remoteAddress ?? '';
    const known = byAddress.get(address) ?? { count: 0, since, socket };
    const oldest = since < known.since ? { since, socket } : known;
    byAddress.set(address, { ...known, ...oldest, count: known.count + 1 });
  }
  return [...byAddress.values()].toSorted((a, b) => b.count - a.count || a.since - b.since)[0]?.socket;
}

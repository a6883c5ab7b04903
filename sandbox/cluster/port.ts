import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { ProgramEnded } from './ready.ts';

const HOST = '127.0.0.1';

/** A TCP port of the loopback interface that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether somebody listens on the port. */
async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Runs `start` on a free port, and again on another one when somebody else took the port in between. */
export async function onFreePort<T>(start: (port: number) => Promise<T>, attempts = 5): Promise<T> {
  const port = await freePort();
  try {
    return await start(port);
  } catch (error) {
    const lost = error instanceof ProgramEnded && (await isTaken(port));
    if (!lost || attempts === 1) throw error;
    return onFreePort(start, attempts - 1);
  }
}

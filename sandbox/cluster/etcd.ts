import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readyWhen } from './ready.ts';
import type { Site } from './site.ts';

/**
 * Starts etcd. Returns its address: a socket in the folder, since etcd asks nobody for a password, and a port
 * would be open to every user of the machine and could be lost to another program.
 */
export async function startEtcd(site: Site): Promise<string> {
  const socket = join(site.folder, 'etcd.sock');
  const address = `unix://${socket}`;
  const etcd = site.launch('etcd', site.programs.etcd, [
    `--data-dir=${join(site.folder, 'etcd')}`,
    `--listen-client-urls=${address}`,
    `--advertise-client-urls=${address}`,
    '--listen-peer-urls=http://127.0.0.1:0', // there are no peers
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
  await readyWhen(etcd, () => listensOn(socket));
  return address;
}

async function listensOn(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

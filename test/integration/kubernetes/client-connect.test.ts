import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect as netConnect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { OpsError } from '../../../src/core/errors.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import { CONFIG_MAP, NAMESPACE, changedKubeconfig, configMap, connectAs } from './connections.ts';

let folder: string;
let clients: Client[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-client-'));
  clients = [];
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await rm(folder, { recursive: true });
});

async function open(context: string, kubeconfig?: string): Promise<Client> {
  const client = await connectAs(context, kubeconfig);
  clients.push(client);
  return client;
}

/** What a client of a changed kubeconfig says when it is asked for something. */
async function complaint(
  change: (cluster: Record<string, unknown>, user: Record<string, unknown>) => void,
): Promise<OpsError> {
  const client = await open(inject('context'), await changedKubeconfig(folder, change));
  return client.list(CONFIG_MAP, { namespace: 'default' }).then(
    () => expect.unreachable('the server answered'),
    (error: OpsError) => error,
  );
}

describe('a server that does not let us in', () => {
  it('says that a wrong token is not accepted, without the token', async () => {
    const error = await complaint((_cluster, user) => (user['token'] = 'not-the-token'));
    expect(error).toMatchObject({ code: 'unauthorized', subject: 'list of configmaps in default' });
    expect(error.message).toContain('log in again');
    expect(error.message).not.toContain('not-the-token');
  });

  it('names the permission that is missing', async () => {
    const client = await open(inject('readerContext'));
    await expect(client.list(CONFIG_MAP, { namespace: 'default' })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(
        /^list of configmaps in default: list refused \(Forbidden\): .*Grant list on configmaps to the account/,
      ) as string,
    });
  });

  it('E9: says that a dry-run needs the permission to write', async () => {
    const client = await open(inject('readerContext'));
    const id = { namespace: 'default', name: 'mine' };
    const asked = client.apply(CONFIG_MAP, id, configMap('default', 'mine', {}), { dryRun: true });
    await expect(asked).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(
        'A dry-run needs the permission to write: grant patch on configmaps to the account',
      ) as string,
    });
  });
});

describe('a server that cannot be reached', () => {
  it('names the cluster, the address and the reason when nothing listens', async () => {
    const port = await freePort();
    const error = await complaint((cluster) => (cluster['server'] = `https://127.0.0.1:${port}`));
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(
      `cluster "${inject('context')}": https://127.0.0.1:${port} cannot be reached: nothing listens there ` +
        '(ECONNREFUSED). Start the cluster, or correct the server in the kubeconfig.',
    );
  });

  it('names a host that nobody knows, and shows no credentials of the address', async () => {
    const error = await complaint((cluster) => (cluster['server'] = 'https://me:hidden@nowhere.invalid'));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/https:\/\/nowhere\.invalid cannot be reached: its name .*DNS/);
    expect(error.message).not.toContain('hidden');
  });

  it('does not trust a certificate of another authority', async () => {
    const certificate = await readFile(new URL('other-authority.pem', import.meta.url));
    const error = await complaint((cluster) => {
      cluster['certificate-authority-data'] = certificate.toString('base64');
    });
    expect(error).toMatchObject({ code: 'unreachable', retryable: false });
    expect(error.message).toMatch(/its certificate is .*certificate-authority (of|in) the kubeconfig/);
  });

  it('does not accept a certificate for another name', async () => {
    const error = await complaint((cluster) => (cluster['tls-server-name'] = 'elsewhere.example'));
    expect(error.message).toContain('its certificate is for another name');
  });
});

describe('a proxy in between', () => {
  it('is gone through to the server', async () => {
    const tunnels: string[] = [];
    const proxy = createHttpServer().on('connect', (request, socket) => {
      tunnels.push(String(request.url));
      const [host, port] = String(request.url).split(':');
      const upstream = netConnect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const kubeconfig = await changedKubeconfig(
      folder,
      (cluster) => (cluster['proxy-url'] = `http://127.0.0.1:${port}`),
    );
    const client = await open(inject('context'), kubeconfig);
    const { items } = await client.list(NAMESPACE);
    await client.close();
    proxy.close();
    expect(items.length).toBeGreaterThan(0);
    expect(tunnels).toEqual([new URL(client.server).host]);
  });
});

describe('credentials from a plugin', () => {
  const plugin = async (script: string) => {
    const file = join(folder, 'plugin');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o700);
  };
  const withPlugin = (user: Record<string, unknown>) => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin',
      interactiveMode: 'Never',
    };
    Object.assign(user, { token: undefined, exec });
  };
  const answer = (token: string) =>
    `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"${token}"}}'`;

  async function tokenOfTest(): Promise<string> {
    let token: unknown;
    await changedKubeconfig(folder, (_cluster, user) => (token = user['token']));
    return String(token);
  }

  it('asks the plugin once for requests that come together', async () => {
    await plugin(
      `echo x >>"${folder}/calls"; test -n "$KUBERNETES_EXEC_INFO" && ${answer(await tokenOfTest())}`,
    );
    const kubeconfig = await changedKubeconfig(folder, (_cluster, user) => withPlugin(user));
    const client = await open(inject('context'), kubeconfig);
    await Promise.all([1, 2, 3].map(() => client.list(CONFIG_MAP, { namespace: 'default' })));
    expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('x\n');
  });

  it('asks the plugin again when the server refuses its token', async () => {
    const token = await tokenOfTest();
    await plugin(
      `if test -e "${folder}/old"; then ${answer(token)}; else touch "${folder}/old"; ${answer('old')}; fi`,
    );
    const kubeconfig = await changedKubeconfig(folder, (_cluster, user) => withPlugin(user));
    const client = await open(inject('context'), kubeconfig);
    const { items } = await client.list(CONFIG_MAP, { namespace: 'default' });
    expect(items.length).toBeGreaterThan(0);
  });

  it('names a plugin that fails, and shows nothing of what it printed', async () => {
    await plugin('echo "refresh token s3cr3t expired" >&2; exit 1');
    const error = await complaint((_cluster, user) => withPlugin(user));
    expect(error).toMatchObject({
      code: 'unauthorized',
      subject: `context "${inject('context')}"`,
      cause: undefined,
    });
    expect(error.message).toContain(`${join(folder, 'plugin')}, which gives the credentials, failed`);
    expect(error.message).not.toContain('s3cr3t');
  });

  it('names a plugin that is not installed', async () => {
    const error = await complaint((_cluster, user) => withPlugin(user));
    expect(error.message).toContain('which gives the credentials, is not there. Install it');
  });
});

/** A port that nothing listens on any more. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

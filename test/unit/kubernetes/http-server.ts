import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import { connect } from '../../../src/kubernetes/connect.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Scripted {
  readonly client: Client;
  /** What was asked, in order: method and path. */
  readonly asked: string[];
  readonly requests: IncomingMessage[];
  /** How long the client waited between its attempts, in milliseconds. */
  readonly waited: number[];
  close(): Promise<void>;
}

/** A real HTTP server that gives these answers in order, and a client of it that never really waits. */
export async function scripted(answers: Answer[], timeout = 2000): Promise<Scripted> {
  const requests: IncomingMessage[] = [];
  const waited: number[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers[requests.length - 1];
    if (answer === undefined) response.writeHead(500).end('asked too often');
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-http-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, kubeconfigOf(`http://127.0.0.1:${address.port}/prefix/`));
  const timing = { now: () => 0, random: () => 0, sleep: async (ms: number) => void waited.push(ms) };
  const client = await connect({ context: 'test', kubeconfig, env: {}, timing, timeout });
  return {
    client,
    requests,
    waited,
    get asked() {
      return requests.map(({ method, url }) => `${method} ${url}`);
    },
    async close() {
      await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

function kubeconfigOf(server: string): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 'the-token' } }],
    contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
  });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Cuts the connection before an answer. */
export const cut: Answer = (request) => {
  request.socket.destroy();
};

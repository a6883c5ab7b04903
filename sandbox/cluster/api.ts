import { Agent, request } from 'node:https';
import type { Endpoint } from './kubeconfig.ts';

/** Where an API server is and as whom to speak to it. */
export type Access = Endpoint & { token: string };

// Asking often whether the server is ready must not keep it busy with handshakes.
const connections = new Agent({ keepAlive: true });

export type Answer = { status: number; body: string };

/** One request to the API server. Its certificate is verified: on a port that changed hands this fails. */
export function ask(access: Access, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' };
  const call = request(new URL(path, access.server), {
    method,
    ca: access.ca,
    agent: connections,
    headers,
    timeout: 5000,
  });
  call.once('timeout', () => call.destroy(new Error(`${method} ${path}: no answer in 5 s`)));
  call.once('error', reject);
  call.once('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.once('error', reject);
    response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
  });
  call.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

/** Whether the API server answers this GET with 200; false as well while nobody answers. */
export async function answers(access: Access, path: string): Promise<boolean> {
  try {
    return (await ask(access, 'GET', path)).status === 200;
  } catch {
    return false;
  }
}

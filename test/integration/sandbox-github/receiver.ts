import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly event: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // The tests look into payloads of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly payload: any;
}

/** Where an App's webhooks arrive. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  events(): readonly string[];
  /** How it answers from now on. */
  answer: (response: ServerResponse) => void;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const event = String(request.headers['x-github-event']);
      received.push({ event, headers: request.headers, text, payload: JSON.parse(text) as unknown });
      receiver.answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    events: () => received.map(({ event }) => event),
    answer: (response) => response.writeHead(202).end('taken'),
  };
  return receiver;
}

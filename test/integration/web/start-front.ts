import { createHmac, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createLog } from '../../../src/log.ts';
import type { Delivery } from '../../../src/ports/records/deliveries.ts';
import { type FrontOptions, listenForWebhooks } from '../../../src/web/front.ts';

export const SECRET = 'a-secret-of-32-characters-or-more';
export const OLD = 'the-secret-that-was-there-before-it';
export const BODY = '{"action":"opened","number":1}';

export const sign = (body: string | Uint8Array, secret = SECRET, algorithm = 'sha256') =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

export interface Front {
  readonly url: string;
  readonly accepted: Delivery[];
  readonly outcomes: string[];
  /** How many deliveries were given to be stored. */
  accepting(): number;
  deliver(body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export async function startFront(over: Partial<FrontOptions> = {}): Promise<Front> {
  const accepted: Delivery[] = [];
  let accepting = 0;
  const outcomes: string[] = [];
  const accept = async (delivery: Delivery) => {
    const isNew = accepted.every(({ id }) => id !== delivery.id);
    accepted.push(delivery);
    return isNew;
  };
  const front = await listenForWebhooks(
    {
      secrets: [SECRET, OLD],
      ready: async () => undefined,
      now: () => 5,
      log: createLog('silent'),
      observe: (_event, outcome) => void outcomes.push(outcome),
      ...over,
      accept: (delivery) => {
        accepting += 1;
        return (over.accept ?? accept)(delivery);
      },
    },
    0,
    '127.0.0.1',
  );
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= front.close());
  onTestFinished(close);
  const url = `http://127.0.0.1:${front.port}`;
  return {
    url,
    accepted,
    outcomes,
    accepting: () => accepting,
    close,
    deliver: (body, headers = {}) =>
      fetch(`${url}/webhooks`, {
        method: 'POST',
        body: typeof body === 'string' ? body : Buffer.from(body),
        headers: {
          'x-github-event': 'pull_request',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': sign(body),
          ...headers,
        },
      }),
  };
}

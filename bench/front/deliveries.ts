import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

export interface Delivered {
  /** Milliseconds from when it was to be sent until the answer. */
  readonly took: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds until the last answer. */
  readonly whole: number;
}

/** As large as GitHub's own of a pull request. */
const BODY = JSON.stringify({ action: 'synchronize', number: 1, filler: 'x'.repeat(20_000) });

/** Sends signed deliveries, one each so many milliseconds, whether the ones before were answered or not. */
export async function deliver(
  url: string,
  secret: string,
  { count, every }: { readonly count: number; readonly every: number },
): Promise<Delivered> {
  const agent = new Agent({ connections: 100, headersTimeout: 0 });
  const signature = `sha256=${createHmac('sha256', secret).update(BODY).digest('hex')}`;
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const one = async (n: number): Promise<number> => {
    const due = began + n * every;
    await sleep(Math.max(0, due - performance.now()));
    const headers = {
      'x-github-event': 'pull_request',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': signature,
    };
    const status = await request(url, { method: 'POST', body: BODY, headers, dispatcher: agent }).then(
      async (answer) => {
        await answer.body.dump();
        return String(answer.statusCode);
      },
      (error: NodeJS.ErrnoException) => error.code ?? 'failed',
    );
    statuses[status] = (statuses[status] ?? 0) + 1;
    return performance.now() - due;
  };
  const took = await Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  const whole = performance.now() - began;
  await agent.close();
  return { took, statuses, whole };
}

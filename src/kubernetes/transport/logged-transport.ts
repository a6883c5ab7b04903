import type { Log } from '../../log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Transport, TransportHead, TransportRequest } from './transport.ts';

/** Logs each request at level `debug`; never a body or a header, which may hold secrets. */
export function loggedTransport(
  transport: Transport,
  log: Pick<Log, 'debug'>,
  clock: Pick<Clock, 'now'>,
  cluster: string,
): Transport {
  const logged = async <Answer extends TransportHead>(
    request: TransportRequest,
    ask: () => Promise<Answer>,
  ) => {
    const start = clock.now();
    const about = { cluster, method: request.method, path: request.path };
    try {
      const answer = await ask();
      log.debug({ ...about, status: answer.status, milliseconds: clock.now() - start }, 'kubernetes request');
      return answer;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      log.debug({ ...about, error: name, milliseconds: clock.now() - start }, 'kubernetes request failed');
      throw error;
    }
  };
  return {
    close: () => transport.close(),
    send: (request) => logged(request, () => transport.send(request)),
    // Logged until its head is there: the rest is no request.
    stream: (request, silence) => logged(request, () => transport.stream(request, silence)),
  };
}

import type { Log } from '../../log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Wire, WireHead, WireRequest } from './transport.ts';

/** Tells each request at level `debug`; never a body or a header, which may hold secrets. */
export function loggedWire(
  wire: Wire,
  log: Pick<Log, 'debug'>,
  clock: Pick<Clock, 'now'>,
  cluster: string,
): Wire {
  const logged = async <Answer extends WireHead>(request: WireRequest, ask: () => Promise<Answer>) => {
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
    close: () => wire.close(),
    send: (request) => logged(request, () => wire.send(request)),
    // Until its head is there: what comes then is no request.
    stream: (request, silence) => logged(request, () => wire.stream(request, silence)),
  };
}

import type { IncomingMessage } from 'node:http';
import type { BodyPool } from './body-pool.ts';

/** Why there is no body: it is too long, its room was needed for others, or it never came to its end. */
export type NoBody = 'too-large' | 'crowded-out' | 'cut-off';

/**
 * Reads the raw body into the pool, and calls `look` on it there. The body is given up afterwards, or as soon as it is
 * longer than the limit.
 */
export function readBody<Result>(
  request: IncomingMessage,
  pool: BodyPool,
  limit: number,
  look: (parts: readonly Uint8Array[]) => Result,
): Promise<Result | NoBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve('too-large');
  const { promise, resolve, reject } = Promise.withResolvers<Result | NoBody>();
  const stop = (why: NoBody) => {
    share.end();
    request.off('data', take).off('end', finish);
    resolve(why);
  };
  const share = pool.open(request.socket.remoteAddress ?? '', () => stop('crowded-out'));
  let size = 0;
  const take = (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) stop('too-large');
    else if (!share.write(chunk)) stop('crowded-out');
  };
  const finish = () => {
    try {
      resolve(look(share.parts()));
    } catch (error) {
      reject(error);
    } finally {
      share.end();
    }
  };
  request.on('data', take).once('end', finish);
  request.once('close', () => stop('cut-off'));
  return promise;
}

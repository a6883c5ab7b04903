import { Worker } from 'node:worker_threads';
import { OpsError } from '../../core/errors.ts';
import type { Call, ErrorFields, Told } from './messages.ts';

export interface Thread {
  /** @throws Error with the database's fields: SQLSTATE as `code`. OpsError when the thread was lost. */
  ask(call: Call): Promise<unknown>;
  /** @returns a function that ends it */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** Ends it at once: what it has not answered is refused. */
  end(): Promise<void>;
}

/** In MiB. Rows are short-lived: with more room for them the thread holds more, and is no faster. */
const ROOM_FOR_ROWS = 4;

/**
 * Starts the thread of the database in the folder.
 * @param lost is told if it ends without having been asked to
 */
export function startThread(folder: string, lost: (error: OpsError) => void): Thread {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    workerData: folder,
    resourceLimits: { maxYoungGenerationSizeMb: ROOM_FOR_ROWS },
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<number, (payload: string) => void>();
  let last = 0;
  let cause: unknown;
  /** Why it answers no more. */
  let ended: Error | undefined;

  worker.on('message', (told: Told) => {
    if (told.type === 'notification') return listeners.get(told.listener)?.(told.payload);
    const { resolve, reject } = waiting.get(told.id) ?? {};
    waiting.delete(told.id);
    if (told.type === 'answer') resolve?.(told.value);
    else reject?.(errorOf(told.error));
  });
  worker.on('error', (error) => (cause = error));
  worker.on('exit', () => {
    const error = lostThread(folder, cause);
    const asked = ended !== undefined;
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    if (!asked) lost(error);
  });

  async function ask(call: Call, id = (last += 1)): Promise<unknown> {
    if (ended !== undefined) throw ended;
    worker.postMessage({ ...call, id });
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    return answer.promise;
  }

  return {
    ask: (call) => ask(call),
    async listen(channel, heard) {
      const listener = (last += 1);
      listeners.set(listener, heard);
      await ask({ name: 'listen', channel }, listener);
      return async () => {
        listeners.delete(listener);
        await ask({ name: 'unlisten', listener });
      };
    },
    async end() {
      ended ??= new Error('the database is closed');
      await worker.terminate();
    },
  };
}

function errorOf(fields: ErrorFields): Error {
  return Object.assign(new Error(String(fields['message'])), fields);
}

function lostThread(folder: string, cause: unknown): OpsError {
  return new OpsError({
    code: 'unreachable',
    subject: `data folder ${folder}`,
    message: 'the thread of its database has ended. Start Plumbline again: nothing that was stored is lost.',
    retryable: true,
    cause,
  });
}

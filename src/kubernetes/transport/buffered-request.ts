import type { Dispatcher } from 'undici';

/** An answer with all its text. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Limits {
  /** For the whole answer, in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a request and gathers its answer as it comes. A plan sends thousands of requests: `Dispatcher.request` would
 * make a stream, and a deadline with a signal and listeners of its own, for each answer of a few kilobytes.
 * @throws the error of undici, the signal's reason, or a `TimeoutError`
 */
export function bufferedRequest(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  { timeout, signal }: Limits,
): Promise<WholeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  let running: Dispatcher.DispatchController | undefined;
  let left: Error | undefined;
  let head = { status: 0, headers: {} };
  const chunks: Buffer[] = [];
  const forget = whenOver({ timeout, signal }, (reason) => {
    left = reason;
    reject(reason);
    running?.abort(reason);
  });
  // One deadline is enough.
  dispatcher.dispatch(
    { ...options, headersTimeout: 0, bodyTimeout: 0 },
    {
      onRequestStart(controller) {
        running = controller;
        // The request waited for a free connection, and nobody waits for the request any more.
        if (left !== undefined) controller.abort(left);
      },
      onResponseStart(_controller, status, headers) {
        head = { status, headers };
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        forget();
        resolve({ ...head, text: Buffer.concat(chunks).toString() });
      },
      onResponseError(_controller, error) {
        forget();
        reject(error);
      },
    },
  );
  return promise;
}

/**
 * Calls `leave` once when nobody waits for the answer any more: its time is up, or the signal aborts.
 * @returns the function to call when the answer is there
 */
function whenOver({ timeout, signal }: Limits, leave: (reason: Error) => void): () => void {
  const forget = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  const end = (reason: Error) => {
    forget();
    leave(reason);
  };
  const cancel = () => end(signal?.reason as Error);
  const timer = setTimeout(() => end(new DOMException('no answer in time', 'TimeoutError')), timeout);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  return forget;
}

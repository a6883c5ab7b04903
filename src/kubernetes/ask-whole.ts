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
 * Sends a request and gathers its answer as it comes. A plan asks thousands of times: `Dispatcher.request` would make a
 * stream, and a deadline with a signal and listeners of its own, for each answer of a few kilobytes.
 * @throws what undici gives; the signal's reason; or a `TimeoutError`
 */
export function askWhole(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  { timeout, signal }: Limits,
): Promise<WholeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  let running: Dispatcher.DispatchController | undefined;
  let head = { status: 0, headers: {} };
  const chunks: Buffer[] = [];
  const leave = leaving({ timeout, signal }, (reason) => {
    reject(reason);
    running?.abort(reason);
  });
  // One deadline is enough.
  dispatcher.dispatch(
    { ...options, headersTimeout: 0, bodyTimeout: 0 },
    {
      onRequestStart(controller) {
        running = controller;
        // It waited for a free connection, and nobody waits for it any more.
        if (leave.reason !== undefined) controller.abort(leave.reason);
      },
      onResponseStart(_controller, status, headers) {
        head = { status, headers };
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        leave.forget();
        resolve({ ...head, text: Buffer.concat(chunks).toString() });
      },
      onResponseError(_controller, error) {
        leave.forget();
        reject(error);
      },
    },
  );
  return promise;
}

/** When a request is left alone: its time is up, or who asked wants no answer any more. */
function leaving({ timeout, signal }: Limits, leave: (reason: Error) => void) {
  const state = { reason: undefined as Error | undefined, forget };
  const because = (reason: Error) => {
    state.reason = reason;
    leave(reason);
  };
  const cancel = () => because(signal?.reason as Error);
  const timer = setTimeout(() => because(new DOMException('no answer in time', 'TimeoutError')), timeout);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  function forget() {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
  return state;
}

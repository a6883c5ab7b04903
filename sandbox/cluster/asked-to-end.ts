/** Resolves at Ctrl-C or another polite request to end; keeps the process alive until then. */
export function askedToEnd(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const clock = setInterval(() => {}, 2 ** 30); // a cluster alone does not keep the process alive
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  return promise.finally(() => clearInterval(clock));
}

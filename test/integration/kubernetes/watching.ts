import { inject, onTestFinished } from 'vitest';
import type { KubernetesTarget } from '../../../src/kubernetes/config/target.ts';
import { connect } from '../../../src/kubernetes/connect.ts';
import { REAL_TIMING } from '../../../src/kubernetes/transport/retry.ts';
import { type WatcherOptions, createKubernetesWatcher } from '../../../src/kubernetes/watch/watch.ts';

export interface Watching {
  /** Resolves with the time of the first call that is made from now on. */
  readonly call: () => Promise<number>;
  /** Resolves when a line that matches is logged from now on, a request of the client or what the watcher tells. */
  readonly told: (pattern: RegExp) => Promise<string>;
  readonly calls: () => number;
  readonly stop: () => Promise<void>;
}

export interface WatchingOptions extends WatcherOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Gets every line that is logged. */
  readonly lines?: string[];
}

/** Watches the target on the real cluster, and has waited for the call of the start. */
export async function watching(target: KubernetesTarget, options: WatchingOptions = {}): Promise<Watching> {
  const { context = inject('context'), kubeconfig = inject('kubeconfig'), lines = [], ...rest } = options;
  const calls = listeners<number>();
  const told = listeners<string>();
  const write = (fields: object, message: string) => {
    const line = `${message} ${JSON.stringify(fields)}`;
    lines.push(line);
    told.tell(line);
  };
  const log = { error: write, warn: write, info: write, debug: write } as Parameters<
    typeof createKubernetesWatcher
  >[0]['log'];
  const client = await connect({ context, kubeconfig, env: process.env, log });
  onTestFinished(() => client.close());
  const watcher = createKubernetesWatcher({ connect: async () => client, clock: REAL_TIMING, log }, rest);
  let count = 0;
  const started = calls.next(() => true);
  const watch = await watcher.watch(target, () => {
    count += 1;
    calls.tell(performance.now());
  });
  onTestFinished(() => watch.stop());
  await started;
  return {
    call: () => calls.next(() => true),
    told: (pattern) => told.next((line) => pattern.test(line)),
    calls: () => count,
    stop: () => watch.stop(),
  };
}

function listeners<Item>() {
  const waiting = new Set<(item: Item) => void>();
  return {
    tell(item: Item) {
      for (const listener of waiting) listener(item);
    },
    next: (matches: (item: Item) => boolean) =>
      new Promise<Item>((resolve) => {
        const listener = (item: Item) => {
          if (!matches(item)) return;
          waiting.delete(listener);
          resolve(item);
        };
        waiting.add(listener);
      }),
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PLUMB = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ServedOptions {
  /** Where its data, key and configuration live: the same for a process that takes over. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Another program than `plumb serve`, by its path. */
  readonly program?: string;
}

/** `plumb serve` as a process of its own. */
export interface Served {
  readonly url: string;
  readonly metricsUrl: string;
  /** Everything it has printed so far. */
  output(): string;
  metrics(): Promise<string>;
  /** @returns how it ended */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts it and waits until it is ready. */
export async function serve({ folder, env, program }: ServedOptions): Promise<Served> {
  const child = spawn(process.execPath, program === undefined ? [PLUMB, 'serve'] : [program], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const { url, metricsUrl } = await whenListening(child, () => output);
  return {
    url,
    metricsUrl,
    output: () => output,
    metrics: async () => (await fetch(`${metricsUrl}/metrics`)).text(),
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

/** It says where it listens, in its log. */
async function whenListening(child: ChildProcess, output: () => string) {
  for (let waited = 0; waited < 120_000; waited += 50) {
    const line = output()
      .split('\n')
      .find((text) => text.includes('"msg":"listening"'));
    if (line !== undefined) {
      const { url, metricsUrl } = JSON.parse(line) as { url: string; metricsUrl: string };
      return { url, metricsUrl };
    }
    if (child.exitCode !== null) throw new Error(`plumb serve ended with ${child.exitCode}:\n${output()}`);
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`plumb serve did not listen within 2 minutes:\n${output()}`);
}

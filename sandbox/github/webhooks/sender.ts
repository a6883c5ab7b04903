import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../world/faults.ts';
import type { HookDelivery } from '../world/model.ts';
import type { World, WebhookEvent } from '../world/world.ts';
import { type Parcel, parcelsOf } from './parcels.ts';

/** GitHub gives an App ten seconds to answer. */
const TIMEOUT = 10_000;

export interface SenderOptions {
  readonly faults: Faults;
  readonly world: () => World;
  readonly record: (delivery: HookDelivery) => void;
  /** Called with each payload before it goes out. */
  readonly observe: (event: string, action: string | undefined, payload: unknown) => void;
}

export interface Sender {
  send(event: WebhookEvent): void;
  /** Sends a recorded one once more: the same GUID, marked as a redelivery. */
  redeliver(delivery: HookDelivery): void;
  /** Resolves when everything so far was handed over, or failed. */
  settled(): Promise<void>;
  /** Sends nothing more, and waits for no answer. */
  stop(): void;
}

export function createSender(options: SenderOptions): Sender {
  const running = new Set<Promise<void>>();
  const held: Parcel[] = [];
  const stopped = new AbortController();
  // GitHub does not wait for one answer before it sends the next; it does keep them roughly in order.
  let line: Promise<void> = Promise.resolve();
  const run = (work: () => Promise<void>) => {
    const done = work().finally(() => running.delete(done));
    running.add(done);
    return done;
  };
  const queue = (parcel: Parcel, delay = 0) => {
    const before = line;
    const begun = Promise.withResolvers<void>();
    if (delay === 0) line = begun.promise;
    void run(async () => {
      await before;
      begun.resolve();
      if (await elapsed(delay, stopped.signal)) await attempt(options, parcel, false, stopped.signal);
    });
  };
  const release = () => {
    for (const one of held.splice(0).toReversed()) queue(one);
  };
  options.faults.onClear(release);
  return {
    send(event) {
      for (const parcel of parcelsOf(options.world(), event)) {
        options.observe(event.name, event.action, JSON.parse(parcel.payload));
        const found = options.faults.deliveryFault(event.name);
        if (found === undefined) queue(parcel);
        else if (found.fault === 'drop')
          recordFailure(options, parcel, false, 'failed to connect to host', 0);
        else if (found.fault === 'duplicate') for (let n = 0; n < 2; n += 1) queue(parcel);
        else if (found.fault === 'hold') {
          held.push(parcel);
          if (found.last) release();
        } else queue(parcel, found.fault.delay);
      }
    },
    redeliver({ app, installation, guid, repository, event: name, request }) {
      const event = { name, repository, sender: app.bot, payload: {} };
      const parcel = { app, installation, guid, event, payload: request.payload };
      void run(() => attempt(options, parcel, true, stopped.signal));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    stop: () => stopped.abort(),
  };
}

/** @returns false when it was stopped before */
async function elapsed(delay: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(delay, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function attempt(
  options: SenderOptions,
  parcel: Parcel,
  redelivery: boolean,
  stopped: AbortSignal,
): Promise<void> {
  const { app, payload } = parcel;
  const began = Date.now();
  const headers = headersOf(parcel);
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), stopped]);
    const response = await fetch(app.webhook.url, { method: 'POST', headers, body: payload, signal });
    const text = await response.text();
    options.record({
      ...recordOf(options, parcel, redelivery, headers, began),
      status: response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`,
      statusCode: response.status,
      response: { headers: Object.fromEntries(response.headers), payload: text },
    });
  } catch (error) {
    const why = (error as Error).name === 'TimeoutError' ? 'timed out' : 'failed to connect to host';
    recordFailure(options, parcel, redelivery, why, began);
  }
}

function recordFailure(
  options: SenderOptions,
  parcel: Parcel,
  redelivery: boolean,
  status: string,
  began: number,
): void {
  const record = recordOf(options, parcel, redelivery, headersOf(parcel), began === 0 ? Date.now() : began);
  options.record({ ...record, status, statusCode: 0, response: { headers: {}, payload: null } });
}

function recordOf(
  { world }: SenderOptions,
  { app, installation, event, guid, payload }: Parcel,
  redelivery: boolean,
  headers: Record<string, string>,
  began: number,
): Omit<HookDelivery, 'status' | 'statusCode' | 'response'> {
  const action = (JSON.parse(payload) as { action?: string }).action ?? null;
  return {
    id: world().nextId(),
    guid,
    app,
    installation,
    repository: event.repository,
    event: event.name,
    action,
    deliveredAt: new Date(began + world().clock.offset).toISOString(),
    redelivery,
    duration: (Date.now() - began) / 1000,
    request: { headers, payload },
  };
}

function headersOf({ app, event, guid, payload }: Parcel): Record<string, string> {
  const signature = createHmac('sha256', app.webhook.secret).update(payload).digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': guid,
    'x-github-event': event.name,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${signature}`,
  };
}

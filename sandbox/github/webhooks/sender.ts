import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { App, HookDelivery, Installation } from '../model.ts';
import { presentAccount, presentOrganization } from '../present/account.ts';
import { presentRepository } from '../present/repository.ts';
import type { World, WebhookEvent } from '../world.ts';

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

interface Parcel {
  readonly app: App;
  readonly installation: Installation | null;
  readonly event: WebhookEvent;
  readonly guid: string;
  readonly payload: string;
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
      for (const parcel of parcelsOf(options, event)) {
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
      if (repository === null) return;
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

/** To whom the event goes, and with what. */
function parcelsOf({ world: get, observe }: SenderOptions, event: WebhookEvent): Parcel[] {
  const world = get();
  const { name, action, repository, sender, onlyApp } = event;
  const told = world.apps().filter((app) => app === (onlyApp ?? app));
  return told.flatMap((app) => {
    const installation = world.installationOf(app, repository);
    const subscribed = onlyApp !== undefined || app.events.includes(name);
    if (installation === undefined || !subscribed) return [];
    const { owner } = repository;
    const payload = {
      ...(action !== undefined && { action }),
      ...event.payload,
      repository: repositoryFor(world, event),
      ...(owner.type === 'Organization' && { organization: presentOrganization(world, owner) }),
      sender: presentAccount(world, sender),
      installation: { id: installation.id, node_id: Buffer.from(String(installation.id)).toString('base64') },
    };
    observe(name, action, payload);
    return [{ app, installation, event, guid: randomUUID(), payload: JSON.stringify(payload) }];
  });
}

/** Of pushes alone the times are seconds since the epoch. */
function repositoryFor(world: World, { name, repository }: WebhookEvent) {
  const presented = presentRepository(world, repository);
  if (name !== 'push') return presented;
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  return {
    ...presented,
    owner: { ...presented.owner, name: repository.owner.login, email: null },
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    ...(repository.owner.type === 'Organization' && { organization: repository.owner.login }),
  };
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

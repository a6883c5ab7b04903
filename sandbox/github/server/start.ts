import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { serveGit } from '../git/smart-http.ts';
import { pageRoutes } from '../pages/pages.ts';
import type { Site } from '../pages/site.ts';
import { followPulls } from '../pulls/follow.ts';
import { type Sender, createSender } from '../webhooks/sender.ts';
import { type Admin, createAdmin } from '../world/admin.ts';
import { type Clock, createClock } from '../world/clock.ts';
import { createWorld } from '../world/create-world.ts';
import { type Faults, createFaults } from '../world/faults.ts';
import { type State, emptyState } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { allRoutes } from './all-routes.ts';
import { type Exchange, createApi } from './api.ts';
import { actorOf } from './credentials.ts';
import { type RateLimit, createRateLimit } from './rate-limit.ts';
import type { Actor } from './route.ts';

export interface GitHubOptions {
  /** Where its repositories live. */
  readonly folder: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** Holds it to GitHub's own description: called with every answer and every webhook. */
  readonly observe?: {
    exchange(exchange: Exchange): void;
    webhook(event: string, action: string | undefined, payload: unknown): void;
  };
  /** Called with each answer, of the API, of Git and of pages. */
  readonly answered?: (answer: Answer) => void;
}

export interface Answer {
  /** Who asked, as the credentials say; `refused` for wrong ones. */
  readonly by: Actor['kind'] | 'refused';
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A GitHub on this machine: REST, Git, webhooks and pages. */
export interface GitHub {
  readonly url: string;
  readonly apiUrl: string;
  readonly world: World;
  readonly admin: Admin;
  readonly faults: Faults;
  /** What was asked for and is not simulated: `GET /repos/…`. */
  readonly unknownRoutes: readonly string[];
  /** How many requests each caller has left in this hour; a test may set it. */
  readonly rateLimits: RateLimit['remaining'];
  /** Its time; a test may set it off from everybody else's. */
  readonly clock: Clock;
  /** Resolves when every webhook so far was handed over, or failed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startGitHub({ folder, port = 0, observe, answered }: GitHubOptions): Promise<GitHub> {
  await mkdir(folder, { recursive: true });
  const state = emptyState();
  const faults = createFaults();
  const clock = createClock();
  const app = new Hono();
  const server = await listen(app, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sender = createSender({
    faults,
    world: () => world,
    record: (delivery) => void state.deliveries.push(delivery),
    observe: (...event) => observe?.webhook(...event),
  });
  const world = createWorld({ url, state, clock, emit: (event) => sender.send(event) });
  followPulls(world);
  const unknownRoutes: string[] = [];
  const rateLimit = createRateLimit(clock);
  const admin = createAdmin(world, state, folder);
  const api = createApi({
    world,
    state,
    rateLimit,
    routes: allRoutes({ state, rateLimit, admin, redeliver: (delivery) => sender.redeliver(delivery) }),
    faults,
    observe: (exchange) => observe?.exchange(exchange),
    unknown(request) {
      unknownRoutes.push(request);
      process.stderr.write(`sandbox GitHub: ${request} is not simulated\n`);
    },
  });
  if (answered !== undefined) tellAnswers(app, state, clock, answered);
  mount(
    app,
    { world, state, api },
    pageRoutes({ world, state, api }, (delivery) => sender.redeliver(delivery)),
  );
  return {
    url,
    apiUrl: world.apiUrl,
    world,
    faults,
    clock,
    unknownRoutes,
    rateLimits: rateLimit.remaining,
    admin,
    settled: () => sender.settled(),
    stop: () => stop(server, sender),
  };
}

function listen(app: Hono, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(server));
    server.once('error', reject);
  });
}

function tellAnswers(
  app: Hono,
  state: State,
  clock: Clock,
  answered: NonNullable<GitHubOptions['answered']>,
): void {
  app.use('*', async (context, next) => {
    await next();
    const { req, res } = context;
    const actor = actorOf(state, clock, req.header('authorization'));
    const by = await actor.then(
      ({ kind }) => kind,
      () => 'refused' as const,
    );
    answered({ by, method: req.method, path: req.path, status: res.status });
  });
}

const API = /^\/api\/(v3|graphql)/;
const JSON_TYPE = /application\/(json|vnd\.github)/;

/** Git first, since its paths look like pages'; then what asks for JSON; what is left is for people. */
function mount(app: Hono, { world, state, api }: Site, pages: Hono): void {
  app.use('*', async (context, next) => {
    await next();
    context.header('date', new Date(world.clock.now()).toUTCString());
  });
  app.all('*', async (context) => {
    const request = context.req.raw;
    const { pathname } = new URL(request.url);
    if (API.test(pathname)) return api.handle(request, pathname.replace(/^\/api(\/v3)?/, ''));
    const fromGit = await serveGit(world, state, request);
    if (fromGit !== undefined) return fromGit;
    if (JSON_TYPE.test(request.headers.get('accept') ?? '')) return api.handle(request, pathname);
    return pages.fetch(request);
  });
  app.onError((error) => {
    process.stderr.write(`sandbox GitHub: ${error.stack ?? error.message}\n`);
    return Response.json({ message: 'Server Error' }, { status: 500 });
  });
}

async function stop(server: ServerType, sender: Sender): Promise<void> {
  sender.stop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  await sender.settled();
}

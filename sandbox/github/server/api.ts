import { randomUUID } from 'node:crypto';
import type { Faults } from '../world/faults.ts';
import type { State } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { actorOf } from './credentials.ts';
import { failureAfter, failureBefore } from './failure.ts';
import { byName, movedTo, refuseArchived } from './moved.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { checkPermission } from './permission.ts';
import type { RateLimit } from './rate-limit.ts';
import { paged, toResponse } from './reply.ts';
import { type Body, type Call, type Reply, type Route, HttpError } from './route.ts';
import { createRouter } from './router.ts';

/** One request and its answer, for whoever checks them. */
export interface Exchange {
  readonly method: string;
  /** As OpenAPI writes it. */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly requestBody: unknown;
  readonly status: number;
  readonly contentType: string;
  readonly responseBody: unknown;
}

export interface ApiOptions {
  readonly world: World;
  readonly state: State;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly observe: (exchange: Exchange) => void;
  /** Told of what was asked for and is not simulated. */
  readonly unknown: (request: string) => void;
}

export interface Api {
  /** @param path below the API's root */
  handle(request: Request, path: string): Promise<Response>;
}

export function createApi(options: ApiOptions): Api {
  const find = createRouter(options.routes);
  const before = new Map<string, Response>();
  return {
    async handle(request, path) {
      const url = new URL(request.url);
      const fault = options.faults.requestFault(request.method, path);
      const refused = await failureBefore(fault);
      if (refused !== undefined) return refused;
      const asked = ['authorization', 'accept'].map((name) => request.headers.get(name));
      const key = [request.method, url.pathname, url.search, ...asked].join(' ');
      const old = before.get(key);
      if (fault?.kind === 'stale' && old !== undefined) return old.clone();
      const response = await answer(options, find, request, path);
      const lost = failureAfter(fault);
      if (lost !== undefined) return lost;
      if (request.method === 'GET' && response.status < 300) before.set(key, response.clone());
      return response;
    },
  };
}

const DOCS = 'https://docs.github.com/rest';

async function answer(
  options: ApiOptions,
  find: ReturnType<typeof createRouter>,
  request: Request,
  asked: string,
): Promise<Response> {
  const headers = new Map([...request.headers].map(([name, value]) => [name.toLowerCase(), value]));
  const call = { method: request.method, headers };
  let headersOut: Record<string, string> = {};
  let whole: Call | undefined;
  let route: Route | undefined;
  try {
    const actor = await actorOf(options.state, options.world.clock, headers.get('authorization'));
    const moved = movedTo(options.world, request.method, asked, new URL(request.url).search);
    if (moved !== undefined) return moved;
    const path = byName(options.world, asked);
    const match = find(request.method, path);
    headersOut = common(match?.route, path === '/rate_limit' ? {} : options.rateLimit.count(actor));
    if (match === undefined) {
      options.unknown(`${request.method} ${path}`);
      throw new HttpError(404, 'Not Found');
    }
    route = match.route;
    checkPermission(options.world, actor, match.route, match.params);
    refuseArchived(options.world, request.method, path);
    const url = new URL(request.url);
    const about = { world: options.world, actor, url, params: match.params, query: url.searchParams };
    whole = { ...call, ...about, body: await bodyOf(request) };
    const reply = await replyOf(match.route, whole);
    options.observe(exchangeOf(match.route, whole, reply));
    const response = toResponse(call, { ...reply, headers: { ...headersOut, ...reply.headers } });
    if (response.status === 304 && path !== '/rate_limit')
      for (const [name, value] of Object.entries(options.rateLimit.spare(actor)))
        response.headers.set(name, value);
    return response;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const reply = refusal(error, headersOut);
    if (route !== undefined && whole !== undefined) options.observe(exchangeOf(route, whole, reply));
    return toResponse(call, reply);
  }
}

async function replyOf(route: Route, call: Call): Promise<Reply> {
  return paged(route, call, await inTurn(call, async () => route.handle(call)));
}

/** Writes to a repository wait for each other. */
function inTurn(call: Call, work: () => Promise<Reply>): Promise<Reply> {
  const { owner, repo } = call.params;
  const repository = call.world.repository(`${owner}/${repo}`);
  return call.method === 'GET' || repository === undefined ? work() : oneAtATime(repository, work);
}

function common(route: Route | undefined, limits: Readonly<Record<string, string>>): Record<string, string> {
  const { permission } = route ?? {};
  return {
    ...limits,
    'x-github-request-id': randomUUID(),
    'x-github-media-type': 'github.v3; format=json',
    ...(permission && { 'x-accepted-github-permissions': `${permission.name}=${permission.level}` }),
  };
}

function refusal(
  { status, message, errors, headers, docs = DOCS }: HttpError,
  common: Record<string, string>,
): Reply {
  const body = {
    message,
    ...(errors !== undefined && { errors }),
    documentation_url: docs,
    status: String(status),
  };
  return { status, body, headers: { ...common, ...headers } };
}

async function bodyOf(request: Request): Promise<Body> {
  if (request.method === 'GET' || request.method === 'HEAD') return {};
  const text = await request.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Body;
  } catch {
    // Told below, like what is JSON and no object.
  }
  throw new HttpError(400, 'Problems parsing JSON');
}

function exchangeOf(route: Route, { query, body }: Call, reply: Reply): Exchange {
  return {
    method: route.method,
    route: route.path,
    query,
    requestBody: body,
    status: reply.status,
    contentType: reply.text?.type ?? 'application/json',
    responseBody: reply.text === undefined ? reply.body : undefined,
  };
}

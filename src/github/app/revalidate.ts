import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

interface Kept {
  readonly etag: string;
  readonly headers: Headers;
  readonly body: ArrayBuffer;
}

/** The most that kept answers take, in bytes. */
const ROOM = 32 * 2 ** 20;

/**
 * A `fetch` that asks GitHub whether an answer it gave before still holds, instead of for the whole answer. An answer
 * is never used without GitHub's word that it holds (304), which is free of the rate limit. It is kept by token: an
 * installation never gets what another one was told.
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function revalidating(send: typeof fetch, room: number = ROOM): typeof fetch {
  const kept = new LRUCache<string, Kept>({
    maxSize: room,
    sizeCalculation: ({ body }) => body.byteLength + OVERHEAD,
  });
  return async (input, init) => {
    const key = typeof input === 'string' ? keyOf(input, init) : undefined;
    if (typeof input !== 'string' || key === undefined) return send(input, init);
    const known = kept.get(key);
    const response = await send(input, known === undefined ? init : askingWhether(known, init));
    if (known !== undefined && response.status === 304) return again(known, response, input);
    kept.delete(key);
    const etag = response.headers.get('etag');
    if (response.status !== 200 || etag === null || response.redirected) return response;
    const body = await response.arrayBuffer();
    const { headers } = response;
    if (isWhole(input, headers, body)) kept.set(key, { etag, headers, body });
    return answer(body, headers, response.url);
  };
}

/** Of a kept answer's key and headers, in bytes. */
const OVERHEAD = 2048;

/** Who may do what is always asked anew: it is a small answer, and nobody says what its tag covers. */
const KEPT = [
  '/pulls(/[0-9]+(/reviews|/commits)?)?',
  '/issues/[0-9]+/comments',
  '/commits/[0-9a-f]{40}/(pulls|check-runs)',
  '/activity',
  '',
];
const PATH = new RegExp(`^(/api/v3)?/repos/[^/]+/[^/]+(${KEPT.join('|')})$`);

/** Undefined: the answer is not to be kept. */
function keyOf(url: string, init: RequestInit | undefined): string | undefined {
  if ((init?.method ?? 'GET') !== 'GET' || !PATH.test(new URL(url).pathname)) return undefined;
  const headers = new Headers(init?.headers);
  const token = headers.get('authorization');
  if (token === null) return undefined;
  // The token itself is not kept.
  return createHash('sha256')
    .update(JSON.stringify([token, headers.get('accept'), url]))
    .digest('hex');
}

function askingWhether({ etag }: Kept, init: RequestInit | undefined): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('if-none-match', etag);
  return { ...init, headers };
}

/** A 304's headers are newer, and its time is the time of the answer. */
function again({ headers, body }: Kept, { headers: newer }: Response, url: string): Response {
  const all = new Headers(headers);
  all.delete('date');
  for (const [name, value] of newer) all.set(name, value);
  return answer(body, all, url);
}

function answer(body: ArrayBuffer, headers: Headers, url: string): Response {
  const response = new Response(body.slice(0), { status: 200, headers });
  return Object.defineProperty(response, 'url', { value: url });
}

const USUAL_PAGE = 30;

/** Whether an answer is no page of a longer list: a list that grows by a page may leave the pages before as they were. */
function isWhole(url: string, headers: Headers, body: ArrayBuffer): boolean {
  if (headers.has('link')) return false;
  const data = parsed(body);
  if (data === undefined) return false;
  const list: unknown = Array.isArray(data) ? data : data.check_runs;
  const size = Number(new URL(url).searchParams.get('per_page') ?? USUAL_PAGE);
  return !Array.isArray(list) || list.length < size;
}

/** Undefined: it is no JSON object or list, as where a proxy answers. */
function parsed(body: ArrayBuffer): { readonly check_runs?: unknown } | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

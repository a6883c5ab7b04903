import { createHash } from 'node:crypto';
import type { Call, Reply, Route } from './route.ts';

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;

/** One page of a list, with links to the others; what is no list stays as it is. */
export function paged(route: Route, call: Call, reply: Reply): Reply {
  if (route.paged !== true || reply.status !== 200) return reply;
  const size = Math.min(LARGEST_PAGE, numberIn(call.query, 'per_page') ?? DEFAULT_PAGE);
  const page = numberIn(call.query, 'page') ?? 1;
  const cut = (items: readonly unknown[]) => items.slice((page - 1) * size, page * size);
  const { body } = reply;
  if (Array.isArray(body))
    return { ...reply, body: cut(body), headers: linked(call, reply, page, Math.ceil(body.length / size)) };
  const list = Object.entries(body as object).find(([, value]) => Array.isArray(value));
  if (list === undefined) return reply;
  const [name, items] = list as [string, unknown[]];
  const headers = linked(call, reply, page, Math.ceil(items.length / size));
  return { ...reply, body: { ...(body as object), [name]: cut(items) }, headers };
}

function numberIn(query: URLSearchParams, name: string): number | undefined {
  const value = Number(query.get(name));
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function linked({ url }: Call, { headers = {} }: Reply, page: number, last: number): Record<string, string> {
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev'), to(1, 'first')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
  ];
  return links.length === 0 ? { ...headers } : { ...headers, link: links.join(', ') };
}

export function toResponse(
  call: Pick<Call, 'method' | 'headers'>,
  { status, body, text, headers = {} }: Reply,
): Response {
  const content = text?.content ?? (body === undefined ? null : JSON.stringify(body));
  const type = text?.type ?? 'application/json; charset=utf-8';
  const all: Record<string, string> = { ...headers, ...(content !== null && { 'content-type': type }) };
  if (call.method !== 'GET' || status !== 200 || content === null)
    return new Response(bytes(content), { status, headers: all });
  // GitHub's tags are of who asks, too: another token of the same installation gets another one.
  const asker = call.headers.get('authorization') ?? '';
  const etag = `W/"${createHash('sha256').update(`${asker}\n`).update(content).digest('hex')}"`;
  if (call.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers: { ...headers, etag } });
  return new Response(bytes(content), { status, headers: { ...all, etag } });
}

function bytes(content: string | Uint8Array | null): string | Uint8Array<ArrayBuffer> | null {
  return typeof content === 'string' || content === null ? content : new Uint8Array(content);
}

import { Octokit } from '@octokit/rest';
import type { App } from '../../../src/github/app/app.ts';

export interface Answering {
  readonly app: App;
  /** `GET /repos/…`, in the order in which it was asked. */
  readonly asked: string[];
  /** What was sent, likewise. */
  readonly bodies: Readonly<Record<string, unknown>>[];
}

/**
 * An App whose GitHub has these answers, by method and path: what it says, or a status that refuses; of a long list the
 * items of a page, with a link to the next. Anything else is asked in vain.
 */
export function answering(answers: Readonly<Record<string, unknown>>): Answering {
  const asked: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const octokit = new Octokit({
    baseUrl: 'https://api.example',
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    request: {
      async fetch(input: string, { method = 'GET', body }: RequestInit) {
        const { pathname, search } = new URL(input);
        const route = `${method} ${pathname}${search}`;
        asked.push(route);
        if (typeof body === 'string') bodies.push(JSON.parse(body) as Record<string, unknown>);
        return Object.defineProperty(respond(route, answers[route]), 'url', { value: input });
      },
    },
  });
  const client = async () => octokit as never;
  const app = { id: 5, apiUrl: 'https://api.example', asApp: client, asInstallation: client };
  return { app: app as unknown as App, asked, bodies };
}

function respond(route: string, answer: unknown): Response {
  if (answer === undefined) throw new Error(`Nobody expected ${route}.`);
  const headers = new Headers({ 'content-type': 'application/json', date: 'Thu, 01 Jan 2026 00:00:10 GMT' });
  if (typeof answer === 'number')
    return new Response(JSON.stringify({ message: 'No.' }), { status: answer, headers });
  const { items = answer, link } = answer as { items?: unknown; link?: string };
  if (link !== undefined) headers.set('link', link);
  return new Response(JSON.stringify(items), { status: 200, headers });
}

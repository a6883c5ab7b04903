import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../world/faults.ts';

const DOCS = 'https://docs.github.com/rest';
const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.';

/** What GitHub says with a status where it says nothing closer. */
const WORDS: Readonly<Record<number, string>> = {
  400: 'Problems parsing JSON',
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Validation Failed',
  451: 'Repository access blocked',
  500: 'Server Error',
  503: 'No server is currently available to service your request. Sorry about that. Please try resubmitting your request and contact us if the problem persists.',
};

/** From its front, GitHub answers with a page for people. */
const UNICORN = `<!DOCTYPE html>
<html>
  <head><title>Unicorn! &middot; GitHub</title></head>
  <body><p><strong>We had issues producing the response to your request.</strong></p></body>
</html>
`;
const FRONT = [502, 504];

/** The answer to a request that fails on demand; undefined: the request is worked on. */
export async function failureBefore(fault: Fault | undefined): Promise<Response | undefined> {
  if (fault?.kind === 'delay') await sleep(fault.delay);
  if (fault?.kind === 'secondary-limit') return secondaryLimit(fault);
  return fault?.kind === 'status' ? failed(fault.status, fault.message) : undefined;
}

/** The answer to a request that was worked on. */
export function failureAfter(fault: Fault | undefined): Response | undefined {
  return fault?.kind === 'lost' ? failed(502) : undefined;
}

function failed(status: number, message = WORDS[status] ?? 'Server Error'): Response {
  if (FRONT.includes(status))
    return new Response(UNICORN, { status, headers: { 'content-type': 'text/html' } });
  if (status >= 500) return Response.json({ message }, { status });
  const errors = status === 422 ? { errors: [] } : {};
  const body = { message, ...errors, documentation_url: DOCS, status: String(status) };
  return Response.json(body, { status });
}

function secondaryLimit({ retryAfter, status = 403 }: Extract<Fault, { kind: 'secondary-limit' }>): Response {
  const body = {
    message: SECONDARY,
    documentation_url: `${DOCS}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
    status: String(status),
  };
  return Response.json(body, { status, headers: { 'retry-after': String(retryAfter) } });
}

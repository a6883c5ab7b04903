import { OpsError } from '../core/errors.ts';
import { type Json, parseJson, printJson } from '../core/json.ts';
import type { RawReply, RawRequest } from './client.ts';
import type { Credentials } from './credentials.ts';
import { type Endpoint, isBroken, networkError } from './network-error.ts';
import { type Timing, delayBeforeRetry } from './retry.ts';
import { type Refused, StatusError } from './status-error.ts';
import { readWarnings } from './warnings.ts';
import type { Wire, WireAnswer, WireRequest } from './wire.ts';

export interface SenderInput {
  readonly endpoint: Endpoint;
  readonly wire: Wire;
  readonly credentials: Credentials;
  readonly timing: Timing;
  readonly userAgent: string;
}

/** Sends a request until it is answered or refused for good. */
export type Send = (request: RawRequest, refused: Refused) => Promise<RawReply>;

export function createSender(input: SenderInput): Send {
  return async (request, refused) => {
    const answer = await withNewCredential(input, () => withRetries(input, request));
    return readReply(answer, input.endpoint, refused);
  };
}

/** A token may have been revoked or rotated before its time: one refusal is worth one new token. */
async function withNewCredential(
  { credentials }: SenderInput,
  send: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const answer = await send();
  return answer.status === 401 && credentials.renew() ? send() : answer;
}

async function withRetries(input: SenderInput, request: RawRequest): Promise<WireAnswer> {
  const { wire, timing, endpoint } = input;
  const repeatable = request.repeatable ?? request.method === 'GET';
  const wired = wireRequest(request, input.userAgent);
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(wire, wired);
    const failure =
      'error' in outcome ? brokenOrThrow(outcome.error, endpoint, request.signal) : failureOf(outcome);
    const delay = failure && repeatable ? delayBeforeRetry(attempt, failure, timing) : undefined;
    if (delay !== undefined) await timing.sleep(delay, request.signal);
    else if ('error' in outcome) throw networkError(endpoint, outcome.error);
    else return outcome;
  }
}

async function attemptOnce(wire: Wire, request: WireRequest): Promise<WireAnswer | { error: unknown }> {
  try {
    return await wire.send(request);
  } catch (error) {
    return { error };
  }
}

function brokenOrThrow(error: unknown, endpoint: Endpoint, signal: AbortSignal | undefined): 'broken' {
  if (signal?.aborted === true) throw signal.reason;
  if (error instanceof OpsError) throw error;
  if (isBroken(error)) return 'broken';
  throw networkError(endpoint, error);
}

function failureOf({ status, headers }: WireAnswer) {
  if (status < 400) return undefined;
  const header = headers['retry-after'];
  return { status, ...(typeof header === 'string' && { retryAfter: header }) };
}

function wireRequest(request: RawRequest, userAgent: string): WireRequest {
  const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(query as [string, string][]).toString();
  const hasBody = request.body !== undefined;
  return {
    method: request.method,
    path: text === '' ? request.path : `${request.path}?${text}`,
    headers: {
      accept: 'application/json',
      'user-agent': userAgent,
      ...(hasBody && { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(hasBody && { body: printJson(request.body) }),
    ...(request.signal !== undefined && { signal: request.signal }),
  };
}

function readReply({ status, headers, text }: WireAnswer, endpoint: Endpoint, refused: Refused): RawReply {
  const type = String(headers['content-type'] ?? '');
  if (status >= 400) throw new StatusError(status, readError(text), refused);
  // Following a redirect would hand the credentials to whoever it names.
  if (status >= 300) throw notAnApi(endpoint, `it redirects (HTTP ${status})`);
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]);
  return {
    status,
    headers: Object.fromEntries(flat) as Record<string, string>,
    body: /^application\/([^;]*\+)?json/.test(type) ? readJson(text, endpoint) : text,
    warnings: readWarnings(headers['warning']),
  };
}

/** A proxy in between refuses in a language of its own: then only the HTTP status counts. */
function readError(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function readJson(text: string, endpoint: Endpoint): Json {
  try {
    return parseJson(text);
  } catch {
    throw notAnApi(endpoint, 'its answer is not whole JSON');
  }
}

export function notAnApi({ context, server }: Endpoint, what: string): OpsError {
  return new OpsError({
    code: 'unreachable',
    subject: `cluster "${context}"`,
    message: `${server} does not answer as a Kubernetes API server does: ${what}. Check the server in the kubeconfig.`,
  });
}

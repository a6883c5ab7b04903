import { OpsError } from '../../core/errors.ts';
import { printJson } from '../../core/json/json.ts';
import type { Credentials } from '../access/credentials.ts';
import { type Endpoint, isBroken, networkError } from '../transport/network-error.ts';
import { type Timing, delayBeforeRetry } from '../transport/retry.ts';
import type { Transport, TransportHead, TransportRequest } from '../transport/transport.ts';
import type { RawReply, RawRequest } from './client.ts';
import { readReply, refusal } from './reply.ts';
import type { Refused } from './status-error.ts';

export interface SenderInput {
  readonly endpoint: Endpoint;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly timing: Timing;
  readonly userAgent: string;
}

/** Sends a request until it is answered or refused for good. */
export type Send = (request: RawRequest, refused: Refused) => Promise<RawReply>;

export function createSender(input: SenderInput): Send {
  return async (request, refused) => {
    const send = (wired: TransportRequest) => input.transport.send(wired);
    const answer = await withNewCredential(input, () => withRetries(input, request, send));
    return readReply(answer, input.endpoint, refused);
  };
}

/** Opens an answer that goes on, after the same retries. `silence`: see `Transport`. */
export type OpenStream = (
  request: RawRequest,
  refused: Refused,
  silence: number,
) => Promise<AsyncIterable<Uint8Array>>;

export function createOpener(input: SenderInput): OpenStream {
  return async (request, refused, silence) => {
    const open = (wired: TransportRequest) => input.transport.stream(wired, silence);
    const answer = await withNewCredential(input, () => withRetries(input, request, open));
    if (!('chunks' in answer)) throw refusal(answer, input.endpoint, refused);
    return telling(answer.chunks, input.endpoint, request.signal);
  };
}

/** The same chunks; where the network fails, an error that says so. */
async function* telling(
  chunks: AsyncIterable<Uint8Array>,
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw networkError(endpoint, error);
  }
}

/** A token may have been revoked or rotated before its time: one refusal is worth one new token. */
async function withNewCredential<Answer extends TransportHead>(
  { credentials }: SenderInput,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await send();
  return answer.status === 401 && credentials.renew() ? send() : answer;
}

async function withRetries<Answer extends TransportHead>(
  input: SenderInput,
  request: RawRequest,
  send: (wired: TransportRequest) => Promise<Answer>,
): Promise<Answer> {
  const { timing, endpoint } = input;
  const repeatable = request.repeatable ?? request.method === 'GET';
  const wired = wireRequest(request, input.userAgent);
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(() => send(wired));
    const failure =
      'error' in outcome ? brokenOrThrow(outcome.error, endpoint, request.signal) : failureOf(outcome);
    const delay = failure && repeatable ? delayBeforeRetry(attempt, failure, timing) : undefined;
    if (delay !== undefined) await timing.sleep(delay, request.signal);
    else if ('error' in outcome) throw networkError(endpoint, outcome.error);
    else return outcome;
  }
}

async function attemptOnce<Answer>(send: () => Promise<Answer>): Promise<Answer | { error: unknown }> {
  try {
    return await send();
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

function failureOf({ status, headers }: TransportHead) {
  if (status < 400) return undefined;
  const header = headers['retry-after'];
  return { status, ...(typeof header === 'string' && { retryAfter: header }) };
}

function wireRequest(request: RawRequest, userAgent: string): TransportRequest {
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

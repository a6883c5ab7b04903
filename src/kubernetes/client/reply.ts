import { OpsError } from '../../core/errors.ts';
import { type Json, parseJson } from '../../core/json/json.ts';
import type { Endpoint } from '../transport/network-error.ts';
import type { TransportAnswer } from '../transport/transport.ts';
import type { RawReply } from './client.ts';
import { type Refused, StatusError } from './status-error.ts';
import { readWarnings } from './warning-headers.ts';

/** An answer of 300 and above, as an error. */
export function refusal({ status, text }: TransportAnswer, endpoint: Endpoint, refused: Refused): OpsError {
  if (status >= 400) return new StatusError(status, readError(text), refused);
  // Following a redirect would hand the credentials to the host that it names.
  return notAnApi(endpoint, `it redirects (HTTP ${status})`);
}

/** @throws the error of `refusal`, and OpsError `unreachable` for an answer that no API server gives. */
export function readReply(answer: TransportAnswer, endpoint: Endpoint, refused: Refused): RawReply {
  const { status, headers, text } = answer;
  if (status >= 300) throw refusal(answer, endpoint, refused);
  const type = String(headers['content-type'] ?? '');
  return {
    status,
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

import { OpsError } from '../../core/errors.ts';

/** A cluster, as a person can find it. `server` holds no credentials. */
export interface Endpoint {
  readonly context: string;
  readonly server: string;
}

/**
 * The error of a request that never got its whole answer, in words, by the code of the socket's or the TLS layer's
 * error.
 */
export function networkError(endpoint: Endpoint, error: unknown): OpsError {
  const code = codeOf(error);
  const subject = `cluster "${endpoint.context}"`;
  if (TIMEOUTS.has(code)) {
    const message = `${endpoint.server} did not answer in time. Check the address, the network and the API server's load.`;
    return new OpsError({ code: 'timeout', subject, message, retryable: true, cause: error });
  }
  const known =
    REASONS[code] ?? certificateReason(code) ?? `the connection failed (${code}). Check the network`;
  const message = `${endpoint.server} cannot be reached: ${known}.`;
  return new OpsError({
    code: 'unreachable',
    subject,
    message,
    retryable: !isCertificate(code),
    cause: error,
  });
}

/** Whether the connection broke on the way: the same request may succeed on a new connection. */
export function isBroken(error: unknown): boolean {
  return BROKEN.has(codeOf(error));
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'TimeoutError',
]);

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'nothing listens there (ECONNREFUSED). Start the cluster, or correct the server in the kubeconfig',
  ECONNRESET:
    'the connection was cut (ECONNRESET). Try again; if it lasts, look at the network and its proxies',
  EPIPE: 'the connection was cut (EPIPE). Try again; if it lasts, look at the network and its proxies',
  UND_ERR_SOCKET: 'the connection was cut. Try again; if it lasts, look at the network and its proxies',
  ENOTFOUND: 'its name is not known (ENOTFOUND). Check DNS and VPN, or correct the server in the kubeconfig',
  EAI_AGAIN: 'its name could not be looked up (EAI_AGAIN). Check DNS and VPN',
  EHOSTUNREACH: 'no route leads there (EHOSTUNREACH). Check the network and VPN',
  ENETUNREACH: 'no route leads there (ENETUNREACH). Check the network and VPN',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'its answer is larger than any that is taken. Ask for less',
  UND_ERR_DESTROYED: 'the client was closed. Connect again',
  UND_ERR_CLOSED: 'the client was closed. Connect again',
  UND_ERR_PRX_CONN: 'the proxy cannot be reached. Check proxy-url in the kubeconfig',
  UND_ERR_PRX_TLS: 'TLS to the proxy failed. Check proxy-url in the kubeconfig',
  UND_ERR_ABORTED: 'the proxy refused the connection. Check proxy-url in the kubeconfig',
};

const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired. Renew it',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet. Check the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name. Correct the server, or set tls-server-name in the kubeconfig',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by nobody known. Set certificate-authority in the kubeconfig',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by nobody known. Set certificate-authority in the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not signed by the certificate-authority of the kubeconfig. Correct it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is not signed by the certificate-authority of the kubeconfig. Correct it',
  UNABLE_TO_GET_ISSUER_CERT:
    'its certificate is not signed by the certificate-authority of the kubeconfig. Correct it',
  CERT_SIGNATURE_FAILURE:
    'its certificate is not signed by the certificate-authority of the kubeconfig. Correct it',
};

function certificateReason(code: string): string | undefined {
  const known = CERTIFICATES[code];
  if (known !== undefined) return `${known} (${code})`;
  return isCertificate(code) ? `TLS failed (${code}). Check the certificates in the kubeconfig` : undefined;
}

function isCertificate(code: string): boolean {
  return (
    code in CERTIFICATES ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_OSSL')
  );
}

/** The innermost code: a socket's error comes wrapped, and several addresses fail together. */
function codeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return 'unknown error';
  const { code, cause } = error as NodeJS.ErrnoException;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0], depth + 1);
  if (cause !== undefined && code === undefined) return codeOf(cause, depth + 1);
  return typeof code === 'string' ? code : error.name;
}

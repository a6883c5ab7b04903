import { type OpsErrorCode, OpsError } from '../../core/errors.ts';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import { type StatusCause, forbiddenStep } from './forbidden-step.ts';
import { type SchemaProblem, schemaProblems } from './schema-words.ts';
import { detailOf, withoutGoValues } from './status-detail.ts';

/** The request that the server refused. */
export interface Refused {
  readonly verb: string;
  /** The object or the list, as a person would name it. */
  readonly subject: string;
  /** `deployments.apps`; absent when the path is about no resource. */
  readonly resource?: string;
  readonly dryRun?: boolean;
  /** It was a server-side apply. */
  readonly apply?: boolean;
  /** The object is a Secret: words of the server that may repeat its values are left out. */
  readonly sensitive?: boolean;
}

/**
 * A server's refusal: an HTTP status with, usually, a Kubernetes `Status` object. `code` follows from the status and
 * its `reason`, and for an apply's HTTP 500 without a reason from the message; the details stay readable here.
 */
export class StatusError extends OpsError {
  readonly httpStatus: number;
  /** The `reason` of the Status: `NotFound`, `AlreadyExists`, `Invalid`, …; `''` where there is none. */
  readonly reason: string;
  readonly causes: readonly StatusCause[];

  constructor(httpStatus: number, body: Json, refused: Refused) {
    const status = readStatus(body);
    const code = codeOf(httpStatus, status, refused);
    const message = describe(httpStatus, code, status, refused);
    super({
      code,
      subject: refused.subject,
      message,
      retryable: isRetryable(httpStatus, code, status.reason),
    });
    this.name = 'StatusError';
    this.httpStatus = httpStatus;
    this.reason = status.reason;
    this.causes = status.causes;
  }
}

interface Status {
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly StatusCause[];
}

function readStatus(body: Json): Status {
  const status: JsonObject = isObject(body) && body['kind'] === 'Status' ? body : {};
  return {
    reason: textAt(status, 'reason'),
    message: textAt(status, 'message'),
    causes: mapsAt(status, 'details', 'causes').map((cause) => ({
      reason: textAt(cause, 'reason'),
      // The server prints an empty path so.
      field: textAt(cause, 'field').replace(/^\[\]$/, ''),
      message: withoutGoValues(detailOf(textAt(cause, 'message'))),
    })),
  };
}

const CODES: Readonly<Record<number, OpsErrorCode>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'unsupported',
  406: 'unsupported',
  409: 'conflict',
  410: 'stale',
  413: 'invalid',
  415: 'unsupported',
  422: 'invalid',
  429: 'throttled',
  504: 'timeout',
};

function codeOf(httpStatus: number, { reason, message }: Status, { apply }: Refused): OpsErrorCode {
  if (reason === 'Timeout' || reason === 'ServerTimeout') return 'timeout';
  // An applied object that does not fit its schema (an unknown field, a wrong type, a list key given twice) is
  // answered with 500 and, unlike every failure of the server itself, without a reason.
  // https://github.com/kubernetes/kubernetes/issues/139253
  if (httpStatus === 500 && apply === true && reason === '' && message !== '') {
    // The webhook that converts between the versions of a CRD has failed: its error has the same shape.
    return message.startsWith('conversion webhook for ') ? 'unreachable' : 'invalid';
  }
  return CODES[httpStatus] ?? (httpStatus >= 500 ? 'unreachable' : 'invalid');
}

function isRetryable(httpStatus: number, code: OpsErrorCode, reason: string): boolean {
  // A name that is taken arrives as 409 too, and stays taken.
  if (httpStatus === 409) return reason === 'Conflict';
  return httpStatus === 410 || httpStatus === 429 || (httpStatus >= 500 && code !== 'invalid');
}

function describe(httpStatus: number, code: OpsErrorCode, status: Status, refused: Refused): string {
  const unnamed = code === 'invalid' && status.message !== '' ? 'Invalid' : `HTTP ${httpStatus}`;
  const reason = status.reason === '' ? unnamed : status.reason;
  const what = refused.dryRun === true ? 'dry-run' : refused.verb;
  const words = serverWords(code, status, refused);
  const detail = words === '' ? '' : `: ${words}`;
  return `${what} refused (${reason})${detail}. ${nextStep(httpStatus, code, status, refused)}`;
}

function serverWords(code: OpsErrorCode, status: Status, refused: Refused): string {
  const causes = status.causes.map(({ field, message }) =>
    [field, message].filter((part) => part !== '').join(': '),
  );
  if (causes.length > 0) return causes.join('; ');
  const problems = problemsIn(code, status);
  if (problems.length > 0) return problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
  if (refused.sensitive === true && !SAFE_OF_SECRETS.test(status.message)) return SECRET;
  return withoutGoValues(withoutGo(status.message)).trim().replace(/\.$/, '');
}

function problemsIn(code: OpsErrorCode, { message }: Status): SchemaProblem[] {
  return code === 'invalid' ? schemaProblems(message) : [];
}

/** The message without its opening about the conversion of the object, which is in Go's words. */
function withoutGo(message: string): string {
  return message.replace(
    /^failed to convert new object \([^)]*\) to proper version: (?:unable to convert unstructured object to [^:]*: )?/,
    'a value cannot be read: ',
  );
}

/** Messages about permissions, counts and names, which repeat no value of a Secret. */
const SAFE_OF_SECRETS =
  /^secrets? ("[^"]*" )?(is forbidden: (User "[^"]*" cannot \w+ resource |exceeded quota: |unable to create new content in namespace )|not found$|already exists$)|^Operation cannot be fulfilled on secrets |^(namespaces|secrets) "[^"]*" not found$/;

const SECRET = 'the words of the server are left out, as they may repeat a secret value';

function nextStep(httpStatus: number, code: OpsErrorCode, status: Status, refused: Refused): string {
  if (httpStatus === 403) {
    const { verb, resource, dryRun = false } = refused;
    return forbiddenStep({ ...status, verb, resource, dryRun });
  }
  const steps = new Set(problemsIn(code, status).map(({ step }) => step));
  if (steps.size > 0) return [...steps].join(' ');
  if (httpStatus === 413) return 'Make the object smaller: a server takes about 1.5 MiB.';
  if (code === 'conflict') return conflictStep(status);
  if (status.message.includes('typed live object')) {
    return 'What is stored does not fit its schema, so nobody can apply onto it: correct the live object (kubectl edit), then plan again.';
  }
  if (code === 'invalid' && refused.sensitive === true && status.causes.length === 0) {
    return 'Check that the values of "data" are base64, and all values strings.';
  }
  return STEPS[code] ?? 'See the log of the API server.';
}

const STEPS: Partial<Record<OpsErrorCode, string>> = {
  unauthorized: 'The server does not accept the credentials: log in again, or renew the token.',
  'not-found': 'Create it, or correct its name and namespace.',
  stale: 'List again.',
  invalid: 'Correct the manifest.',
  unsupported: 'Use a kind and a server that allow this request.',
  throttled: 'The server is busy: try again later.',
  timeout: 'Try again; if it lasts, look at the load of the API server.',
  unreachable: 'Try again; if it lasts, look at the API server and its webhooks.',
};

function conflictStep(status: Status): string {
  if (status.causes.some((cause) => cause.reason === 'FieldManagerConflict')) {
    return 'Take the fields over, or leave them out of the manifest.';
  }
  return status.reason === 'AlreadyExists'
    ? 'Take the existing object over, or choose another name.'
    : 'The object changed in between: plan again.';
}

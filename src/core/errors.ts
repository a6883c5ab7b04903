/** Every reason for a refusal by the world. A closed set: adding one is a design decision. */
export type OpsErrorCode =
  | 'invalid-config'
  | 'invalid-source'
  | 'empty-source'
  | 'unsupported'
  | 'not-found'
  | 'ambiguous'
  | 'unknown-kind'
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'conflict'
  | 'invalid'
  | 'throttled'
  | 'timeout'
  | 'stale'
  | 'usage'
  | 'tool-failed';

export interface OpsErrorDetails {
  code: OpsErrorCode;
  /** The subject of the error, as a person would name it: a file with its line, an object, a cluster. */
  subject: string;
  /** What is wrong, and the next step. */
  message: string;
  retryable?: boolean;
  cause?: unknown;
}

/** The path `.` tells a reader nothing. */
const ROOT = 'the root folder';

/**
 * A refusal by the world. Made only in adapters, from status codes and typed causes;
 * its text reads `subject: what is wrong. next step`. A bug is a plain Error instead.
 */
export class OpsError extends Error {
  readonly code: OpsErrorCode;
  readonly subject: string;
  readonly retryable: boolean;

  constructor(details: OpsErrorDetails) {
    const subject = details.subject === '.' ? ROOT : details.subject;
    super(`${subject}: ${details.message}`, { cause: details.cause });
    this.name = 'OpsError';
    this.code = details.code;
    this.subject = subject;
    this.retryable = details.retryable ?? false;
  }
}

/** Whether the refusal of a request is for good. A refusal of plumbline itself, not of the request, does not last. */
export function isForGood(error: unknown): error is OpsError {
  return error instanceof OpsError && !error.retryable && error.code !== 'unauthorized';
}

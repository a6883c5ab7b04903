import { cutText } from '../core/cut-text.ts';
import { type OpsErrorCode, OpsError } from '../core/errors.ts';
import type { RepositoryRef, PullRef } from '../core/refs.ts';

/** Sends a request to GitHub. @throws OpsError with this `subject` when GitHub refuses it. */
export async function asked<Answer>(subject: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw refusal(subject, error);
  }
}

/** The answer, or undefined where GitHub has no such thing. */
export async function askedIfThere<Answer>(
  subject: string,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw refusal(subject, error);
  }
}

export function ofRepository({ name }: RepositoryRef): { owner: string; repo: string } {
  const [owner = '', repo = ''] = name.split('/');
  return { owner, repo };
}

export function describePull({ repository, number }: PullRef): string {
  return `${repository.name}#${number}`;
}

function refusal(subject: string, error: unknown): unknown {
  if (error instanceof OpsError) return error;
  const status = statusOf(error);
  if (status === undefined) return isNetworkError(error) ? unreachable(subject, error) : error;
  const { code, retryable, next } = meaningOf(status, error as RequestError);
  const message = `GitHub refused it (${status}): ${reasonOf(error as RequestError)}. ${next}`;
  return new OpsError({ code, subject, message, retryable, cause: error });
}

interface RequestError {
  readonly message: string;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly data?: unknown;
  };
}

/** The client gives network failures a status of 500 and no response. */
function statusOf(error: unknown): number | undefined {
  const { status, response } = error as { status?: unknown; response?: unknown };
  return typeof status === 'number' && response !== undefined ? status : undefined;
}

function isNetworkError(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: unknown };
  return name === 'HttpError' || (error instanceof TypeError && cause !== undefined);
}

function unreachable(subject: string, cause: unknown): OpsError {
  const message = 'GitHub did not answer. It is tried again.';
  return new OpsError({ code: 'unreachable', subject, message, retryable: true, cause });
}

interface Meaning {
  readonly code: OpsErrorCode;
  readonly retryable: boolean;
  readonly next: string;
}

function meaningOf(status: number, error: RequestError): Meaning {
  if (status === 429 || (status === 403 && isLimit(error)))
    return { code: 'throttled', retryable: true, next: 'It is tried again later.' };
  if (status >= 500) return { code: 'unreachable', retryable: true, next: 'It is tried again.' };
  return MEANINGS[status] ?? { code: 'invalid', retryable: false, next: 'Change what it names.' };
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: { code: 'unauthorized', retryable: false, next: "Check the App's id and private key." },
  403: { code: 'forbidden', retryable: false, next: "Check the App's permissions against app.yml." },
  // Some of GitHub's servers are late to show new objects.
  404: { code: 'not-found', retryable: true, next: 'Check that the App is installed there.' },
  409: { code: 'conflict', retryable: true, next: 'It is tried again.' },
};

/** The answer to a secondary limit may lack a time to wait. */
function isLimit({ response, message }: RequestError): boolean {
  return (
    response?.headers?.['retry-after'] !== undefined ||
    response?.headers?.['x-ratelimit-remaining'] === '0' ||
    /secondary rate limit/i.test(message)
  );
}

const LONGEST = 500;

/** GitHub's message and its details in one line, without the request. */
function reasonOf({ response, message }: RequestError): string {
  const { message: said = message, errors } = (response?.data ?? {}) as {
    message?: string;
    errors?: unknown;
  };
  const lines = [...said.split('\n'), ...detailsOf(errors)].map((line) => line.trim().replace(/\.$/, ''));
  const words = [...new Set(lines.filter((line) => line !== ''))];
  return cutText(words.join('; '), LONGEST) || 'no reason given';
}

function detailsOf(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    if (typeof error === 'string') return [error];
    const { message } = (error ?? {}) as { message?: unknown };
    return typeof message === 'string' ? [message] : [];
  });
}

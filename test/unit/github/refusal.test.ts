import { expect, it } from 'vitest';
import { type OpsErrorCode, OpsError } from '../../../src/core/errors.ts';
import { asked, askedIfThere } from '../../../src/github/refusal.ts';

it.each([
  [
    422,
    { message: 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n' },
    'GitHub refused it (422): Repository rule violations found; Cannot create ref due to creations being restricted. Change what it names.',
  ],
  [
    422,
    {
      message: 'Validation Failed',
      errors: [{ message: 'No commits between main and x', code: 'custom' }, 'Odd'],
    },
    'GitHub refused it (422): Validation Failed; No commits between main and x; Odd. Change what it names.',
  ],
  [
    403,
    { message: 'Repository was archived so is read-only.' },
    "GitHub refused it (403): Repository was archived so is read-only. Check the App's permissions against app.yml.",
  ],
  [422, { message: 'x'.repeat(2000) }, `GitHub refused it (422): ${'x'.repeat(499)}…. Change what it names.`],
])("U53: GitHub's own words are all said: %i", async (status, data, message) => {
  const refused = asked('acme/shop', () =>
    Promise.reject(Object.assign(new Error('HttpError'), { status, response: { data, headers: {} } })),
  );
  await expect(refused).rejects.toMatchObject({ message: `acme/shop: ${message}` });
});

/** What became of a request, by the status, headers and words of GitHub's answer. */
it.each<[string, number, object, string, OpsErrorCode, boolean]>([
  ['a token that is not accepted', 401, {}, 'Bad credentials', 'unauthorized', false],
  ['a permission that is missing', 403, {}, 'Resource not accessible by integration', 'forbidden', false],
  ['a limit with a time to wait', 403, { 'retry-after': '60' }, 'Slow down', 'throttled', true],
  [
    'a limit of the hour',
    403,
    { 'x-ratelimit-remaining': '0' },
    'API rate limit exceeded',
    'throttled',
    true,
  ],
  ['requests that are left', 403, { 'x-ratelimit-remaining': '10' }, 'No', 'forbidden', false],
  [
    'a secondary limit in words alone',
    403,
    {},
    'You have exceeded a secondary rate limit',
    'throttled',
    true,
  ],
  ['too many requests', 429, {}, 'Too many requests', 'throttled', true],
  ['what is not there, or not yet', 404, {}, 'Not Found', 'not-found', true],
  ['what somebody else changed', 409, {}, 'Conflict', 'conflict', true],
  ['what is gone', 410, {}, 'Gone', 'invalid', false],
  ['what GitHub does not take', 422, {}, 'Validation Failed', 'invalid', false],
  ['a server that is down', 500, {}, 'Server Error', 'unreachable', true],
  ['a gateway', 502, {}, 'Bad Gateway', 'unreachable', true],
])('%s (%i)', async (_name, status, headers, message, code, retryable) => {
  const error = Object.assign(new Error(message), { status, response: { data: { message }, headers } });
  await expect(asked('acme/shop', () => Promise.reject(error))).rejects.toMatchObject({ code, retryable });
});

it.each<[string, unknown]>([
  ['the client gave up', Object.assign(new Error('socket hang up'), { name: 'HttpError', status: 500 })],
  ['there is no way', Object.assign(new TypeError('fetch failed'), { cause: new Error('ECONNREFUSED') })],
])('no answer came: %s', async (_name, error) => {
  await expect(asked('acme/shop', () => Promise.reject(error as Error))).rejects.toMatchObject({
    code: 'unreachable',
    retryable: true,
    message: 'acme/shop: GitHub did not answer. It is tried again.',
  });
});

it('a bug stays a bug, and a refusal that is one already keeps its subject', async () => {
  const bug = new TypeError('x is undefined');
  await expect(asked('acme/shop', () => Promise.reject(bug))).rejects.toBe(bug);
  const refused = new OpsError({ code: 'conflict', subject: 'acme/shop#7', message: 'it moved' });
  await expect(asked('acme/shop', () => Promise.reject(refused))).rejects.toBe(refused);
});

it('what is not there is no refusal where that was the question; all else is', async () => {
  const status = (code: number) =>
    Promise.reject(Object.assign(new Error('No'), { status: code, response: {} }));
  expect(await askedIfThere('acme/shop', () => status(404))).toBeUndefined();
  await expect(askedIfThere('acme/shop', () => status(403))).rejects.toMatchObject({ code: 'forbidden' });
});

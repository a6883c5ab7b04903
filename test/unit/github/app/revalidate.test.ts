import { expect, it } from 'vitest';
import { revalidating } from '../../../../src/github/app/revalidate.ts';

const API = 'https://github.example/api/v3/repos/acme/shop';

interface Answered {
  readonly url: string;
  readonly token: string | null;
  readonly status: number;
}

/** A GitHub whose answers are these texts by address, tagged by their text alone: worse than the real one. */
function github(texts: Record<string, string>, more: Record<string, string> = {}) {
  const answered: Answered[] = [];
  const clock = { seconds: 0 };
  const send: typeof fetch = async (input, init) => {
    const { url } = new Request(input);
    const headers = new Headers(init?.headers);
    const text = texts[url] ?? '';
    const etag = `W/"${Buffer.from(text).toString('base64url')}"`;
    const status = headers.get('if-none-match') === etag ? 304 : 200;
    answered.push({ url, token: headers.get('authorization'), status });
    const date = new Date(clock.seconds * 1000).toUTCString();
    return new Response(status === 304 ? null : text, { status, headers: { etag, date, ...more } });
  };
  return { send, answered, clock, statuses: () => answered.map(({ status }) => status) };
}

const as = (token: string, method = 'GET') => ({ method, headers: { authorization: `token ${token}` } });

it('an answer that still holds is asked for by its tag, and has the time of the last answer', async () => {
  const url = `${API}/pulls/7`;
  const { send, clock, statuses } = github({ [url]: '{"number":7}' });
  const ask = revalidating(send);
  await ask(url, as('a'));
  clock.seconds = 60;
  const again = await ask(url, as('a'));
  expect(again.status).toBe(200);
  expect(await again.json()).toEqual({ number: 7 });
  expect(again.headers.get('date')).toBe(new Date(60_000).toUTCString());
  expect(await (await ask(url, as('a'))).json()).toEqual({ number: 7 });
  expect(statuses()).toEqual([200, 304, 304]);
});

it('GitHub is asked each time, so a change is never missed', async () => {
  const url = `${API}/issues/7/comments?per_page=100`;
  const texts = { [url]: '[]' };
  const { send, statuses } = github(texts);
  const ask = revalidating(send);
  await ask(url, as('a'));
  texts[url] = '[{"id":1}]';
  expect(await (await ask(url, as('a'))).json()).toEqual([{ id: 1 }]);
  expect(await (await ask(url, as('a'))).json()).toEqual([{ id: 1 }]);
  expect(statuses()).toEqual([200, 200, 304]);
});

it('a 304 without a time gives none: the time of the first answer would be wrong', async () => {
  const url = `${API}/pulls/7`;
  const { send } = github({ [url]: '{}' });
  const withoutDate: typeof fetch = async (...args) => {
    const response = await send(...args);
    if (response.status === 304) response.headers.delete('date');
    return response;
  };
  const ask = revalidating(withoutDate);
  await ask(url, as('a'));
  expect((await ask(url, as('a'))).headers.has('date')).toBe(false);
});

it('a token never gets what another one was told', async () => {
  const url = `${API}/pulls/7`;
  const { send, answered } = github({ [url]: '{"number":7}' });
  const ask = revalidating(send);
  for (const token of ['a', 'b', 'a', 'b']) await ask(url, as(token));
  expect(answered.map(({ token, status }) => `${token} ${status}`)).toEqual([
    'token a 200',
    'token b 200',
    'token a 304',
    'token b 304',
  ]);
});

it.each([
  ['a permission', `${API}/collaborators/bob/permission`, '{}', {}],
  ['a membership', 'https://github.example/api/v3/orgs/acme/teams/sre/memberships/bob', '{}', {}],
  [
    'a membership of a team called "repos"',
    'https://github.example/api/v3/orgs/acme/teams/repos/memberships/bob',
    '{}',
    {},
  ],
  ['a full page', `${API}/pulls/7/reviews?per_page=2`, '[{},{}]', {}],
  ['a full page of the usual size', `${API}/activity`, `[${Array(30).fill('{}').join()}]`, {}],
  ['a page with others', `${API}/issues/7/comments?per_page=100`, '[{}]', { link: '<x>; rel="prev"' }],
  [
    'a full page of check runs',
    `${API}/commits/${'a'.repeat(40)}/check-runs?per_page=1`,
    '{"check_runs":[{}]}',
    {},
  ],
  ['no JSON', `${API}/pulls/7`, '<html>', {}],
])('always asked anew: %s', async (_what, url, text, headers) => {
  const { send, statuses } = github({ [url]: text }, headers);
  const ask = revalidating(send);
  expect(await (await ask(url, as('a'))).text()).toBe(text);
  expect(await (await ask(url, as('a'))).text()).toBe(text);
  expect(statuses()).toEqual([200, 200]);
});

it('what writes goes through as it is', async () => {
  const url = `${API}/pulls`;
  const { send, statuses } = github({ [url]: '[]' });
  const ask = revalidating(send);
  for (const method of ['GET', 'POST', 'POST']) await ask(url, as('a', method));
  expect(statuses()).toEqual([200, 200, 200]);
});

it('the answers that are kept take no more than their room: the longest unused ones go', async () => {
  const urls = [1, 2, 3].map((number) => `${API}/pulls/${number}`);
  const text = JSON.stringify({ body: 'x'.repeat(10_000) });
  const { send, statuses } = github(Object.fromEntries(urls.map((url) => [url, text])));
  const ask = revalidating(send, 30_000);
  for (const url of [...urls, ...urls.toReversed()]) await ask(url, as('a'));
  expect(statuses()).toEqual([200, 200, 200, 304, 304, 200]);
});

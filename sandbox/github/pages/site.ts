import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Api } from '../server/api.ts';
import { HttpError, notFound } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import type { State } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { FROM_PAGE } from './from-page.ts';

/** What the pages are made from. */
export interface Site {
  readonly world: World;
  readonly state: State;
  readonly api: Api;
}

export const COOKIE = 'login';

/** Who looks. Anybody may say that they are anybody: this GitHub is a sandbox on one machine. */
export function personOf({ world }: Site, context: Context): Account | undefined {
  const account = world.account(getCookie(context, COOKIE) ?? '');
  return account?.type === 'User' ? account : undefined;
}

/** The repository of the page, which whoever looks may see. @throws HttpError 404 */
export function repositoryOf(site: Site, context: Context): Repository {
  const { owner, repo } = context.req.param() as { owner?: string; repo?: string };
  const repository = site.world.repository(`${owner}/${repo}`);
  if (repository === undefined) throw notFound();
  const person = personOf(site, context);
  const seen =
    !repository.private || (person !== undefined && site.world.roleOf(person, repository) !== undefined);
  if (!seen) throw new HttpError(404, 'Not Found. Sign in as somebody who may read this repository.');
  return repository;
}

/**
 * Does in the name of whoever looks what the API offers, so that the pages allow just what it allows.
 * @throws HttpError as the API answers
 */
export async function act<Answer>(
  site: Site,
  context: Context,
  method: string,
  path: string,
  body: object,
): Promise<Answer> {
  const person = personOf(site, context);
  const token = [...site.state.userTokens].find(([, account]) => account === person)?.[0];
  if (token === undefined) throw new HttpError(401, 'Sign in first: choose who you are above.');
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    [FROM_PAGE]: 'yes',
  };
  const request = new Request(`${site.world.apiUrl}${path}`, { method, headers, body: JSON.stringify(body) });
  const response = await site.api.handle(request, path);
  const text = await response.text();
  const answer = (text === '' ? {} : JSON.parse(text)) as Answer & Refused;
  if (response.ok) return answer;
  throw new HttpError(response.status, wordsOf(answer));
}

interface Refused {
  readonly message?: string;
  readonly errors?: readonly { readonly message?: string }[];
}

/** GitHub says under `errors` what exactly is wrong. */
function wordsOf({ message = '', errors = [] }: Refused): string {
  return [message, ...errors.flatMap((error) => error.message ?? [])].join(': ');
}

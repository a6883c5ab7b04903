import type { World } from '../world/world.ts';
import { HttpError } from './route.ts';

const NAMED = /^\/repos\/([^/]+)\/([^/]+)(.*)$/;
const NUMBERED = /^\/repositories\/(\d+)(.*)$/;
const DOCS = 'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects';

/** A path by a repository's number leads to the one by its name. */
export function byName(world: World, path: string): string {
  const [, id, rest] = NUMBERED.exec(path) ?? [];
  const repository = id === undefined ? undefined : world.repositoryById(Number(id));
  return repository === undefined ? path : `/repos/${repository.fullName}${rest}`;
}

/**
 * A name that a repository had before leads to its number: reads for good, writes for this time.
 * Undefined: the name is nobody's, or somebody's now.
 */
export function movedTo(world: World, method: string, path: string, search: string): Response | undefined {
  const [, owner, name, rest] = NAMED.exec(path) ?? [];
  const repository = world.redirected(`${owner}/${name}`);
  if (repository === undefined) return undefined;
  const url = `${world.apiUrl}/repositories/${repository.id}${rest}${search}`;
  const body = { message: 'Moved Permanently', url, documentation_url: DOCS };
  const status = method === 'GET' || method === 'HEAD' ? 301 : 307;
  return Response.json(body, { status, headers: { location: url } });
}

/** What is archived is only read, until it is brought back. @throws HttpError 403 */
export function refuseArchived(world: World, method: string, path: string): void {
  const [, owner, name, rest] = NAMED.exec(path) ?? [];
  if (method === 'GET' || rest === '') return;
  if (world.repository(`${owner}/${name}`)?.archived === true)
    throw new HttpError(403, 'Repository was archived so is read-only.');
}

import type { Level, Role } from '../world/model.ts';
import { isCovered } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Actor, type Route, HttpError, notFound } from './route.ts';

const LEVELS: readonly Level[] = ['read', 'write', 'admin'];
const ROLES: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** @throws HttpError as GitHub does: 404 for what the caller may not even see, 403 for what it may not do */
export function checkPermission(
  world: World,
  actor: Actor,
  route: Route,
  params: Readonly<Record<string, string>>,
): void {
  if (isOfApp(route.path) && actor.kind !== 'app')
    throw new HttpError(401, 'A JSON web token could not be decoded');
  if (actor.kind === 'app' && !worksWithJwt(route))
    throw new HttpError(403, 'Resource not accessible by integration');
  if (params['owner'] !== undefined && params['repo'] !== undefined && actor.kind !== 'app')
    checkRepository(world, actor, route, `${params['owner']}/${params['repo']}`);
  else checkLevel(actor, route);
}

function isOfApp(path: string): boolean {
  return path === '/app' || path.startsWith('/app/');
}

function worksWithJwt({ path }: Route): boolean {
  return (
    isOfApp(path) || path === '/repos/{owner}/{repo}/installation' || path === '/orgs/{org}/installation'
  );
}

function checkRepository(world: World, actor: Actor, route: Route, name: string): void {
  const repository = world.repository(name);
  if (repository === undefined) throw notFound();
  const { method } = route;
  if (actor.kind === 'installation') {
    const { installation, repositories } = actor;
    const covered = isCovered(installation, repository) && (repositories?.has(repository.fullName) ?? true);
    if (!covered && repository.private) throw notFound();
    if (!covered && method !== 'GET') throw new HttpError(403, 'Resource not accessible by integration');
    if (!covered) return;
    return checkLevel(actor, route);
  }
  const role =
    actor.kind === 'user' ? world.roleOf(actor.account, repository) : repository.private ? undefined : 'read';
  if (role === undefined) throw notFound();
  if (actor.kind === 'anonymous' && method !== 'GET') throw new HttpError(401, 'Requires authentication');
  if (ROLES.indexOf(role) < ROLES.indexOf(roleFor(route)))
    throw new HttpError(403, 'Must have push access to the repository.');
}

/** What anybody who may read may do: open issues and pull requests, and speak in them. */
const OPEN = /^\/repos\/\{owner\}\/\{repo\}\/(issues|pulls|forks)(\/|$)/;
const CLOSED = /\/(merge|update-branch|dismissals|requested_reviewers|labels|lock)$/;

function roleFor({ permission, path, method }: Route): Role {
  if (method === 'GET' || (OPEN.test(path) && !CLOSED.test(path))) return 'read';
  return permission?.name === 'administration' ? 'admin' : 'write';
}

function checkLevel(actor: Actor, { permission }: Route): void {
  if (permission === undefined || actor.kind !== 'installation') return;
  const given = actor.permissions[permission.name];
  if (given !== undefined && LEVELS.indexOf(given) >= LEVELS.indexOf(permission.level)) return;
  throw new HttpError(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': `${permission.name}=${permission.level}` },
  });
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { actorOf } from '../server/credentials.ts';
import { oneAtATime } from '../server/one-at-a-time.ts';
import { type Actor, HttpError } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import { type State, isCovered } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { invitations } from './invitations.ts';
import { openRepository } from './open.ts';
import { refusedPush, touchesProtected } from './protected.ts';

const PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'];

/** Clone, fetch and push, by the real `git http-backend`. Undefined: the path is none of Git's. */
export async function serveGit(world: World, state: State, request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  const match = PATH.exec(url.pathname);
  if (match === null) return undefined;
  const [, owner = '', name = '', service = ''] = match;
  const write = service === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  const repository = world.repository(`${owner}/${name}`);
  const moved = world.redirected(`${owner}/${name}`);
  if (moved !== undefined) return movedTo(world, moved, service, url);
  try {
    const actor = await actorOf(state, world.clock, request.headers.get('authorization') ?? undefined);
    if (repository === undefined || !may(world, actor, repository, false)) return unauthorized(actor);
    if (write && !may(world, actor, repository, true)) return forbidden(actor, repository);
    if (write && repository.archived)
      return new Response('This repository was archived so it is read-only.', { status: 403 });
    const account = actor.kind === 'user' || actor.kind === 'installation' ? actor.account : undefined;
    if (service === 'git-receive-pack' && account !== undefined)
      return await oneAtATime(repository, () => receive(world, repository, account, request));
    return await backend(repository, service, url, request);
  } catch (error) {
    if (error instanceof HttpError) return new Response(error.message, { status: error.status });
    throw error;
  }
}

/** Git follows it at its first request, and stays there. */
function movedTo(world: World, { fullName }: Repository, service: string, { search }: URL): Response {
  const location = `${world.url}/${fullName}.git/${service}${search}`;
  return new Response(null, { status: 301, headers: { location } });
}

function may(world: World, actor: Actor, repository: Repository, write: boolean): boolean {
  if (actor.kind === 'installation') {
    const { installation, repositories, permissions } = actor;
    const covered = isCovered(installation, repository) && (repositories?.has(repository.fullName) ?? true);
    const level = permissions['contents'];
    return covered && (write ? level === 'write' : level !== undefined);
  }
  if (actor.kind !== 'user') return !write && !repository.private;
  const role = world.roleOf(actor.account, repository);
  return role !== undefined && (!write || ROLES.indexOf(role) >= ROLES.indexOf('write'));
}

function unauthorized(actor: Actor): Response {
  if (actor.kind !== 'anonymous') return new Response('Repository not found.', { status: 404 });
  return new Response('Authentication required', {
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="GitHub"' },
  });
}

function forbidden(actor: Actor, { fullName }: Repository): Response {
  if (actor.kind !== 'user' && actor.kind !== 'installation') return unauthorized(actor);
  const { login } = actor.account;
  return new Response(`Permission to ${fullName}.git denied to ${login}.`, { status: 403 });
}

/** What the push moved is told once it is through. */
async function receive(
  world: World,
  repository: Repository,
  actor: Account,
  request: Request,
): Promise<Response> {
  const git = openRepository(repository.folder);
  const before = new Map((await git.refs('refs/')).map(({ ref, sha }) => [ref, sha]));
  const body = await requestBody(request);
  const reason = await refusedPush(world, repository, actor, body);
  if (reason !== undefined) return new Response(reason.body, { status: 200, headers: reason.headers });
  const url = new URL(request.url);
  const config = touchesProtected(repository, body) ? ['-c', 'receive.denyNonFastForwards=true'] : [];
  const response = await backend(repository, 'git-receive-pack', url, request, { body, config });
  const whole = await response.arrayBuffer();
  const after = new Map((await git.refs('refs/')).map(({ ref, sha }) => [ref, sha]));
  const zeros = '0'.repeat(40);
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(ref) ?? zeros, after.get(ref) ?? zeros];
    if (was !== is && !ref.startsWith('refs/pull/'))
      await world.moveRef({ repository, ref, before: was, after: is, actor, by: 'push' });
  }
  const said = response.ok ? invitations(world, repository, before, after) : [];
  return new Response(Buffer.concat([...said, Buffer.from(whole)]), {
    status: response.status,
    headers: response.headers,
  });
}

async function requestBody(request: Request): Promise<Buffer> {
  const body = Buffer.from(await request.arrayBuffer());
  if (request.headers.get('content-encoding') !== 'gzip') return body;
  return gunzipSync(body);
}

async function backend(
  repository: Repository,
  service: string,
  url: URL,
  request: Request,
  { body, config = [] }: { readonly body?: Buffer; readonly config?: readonly string[] } = {},
): Promise<Response> {
  const child = spawn(
    'git',
    ['-c', 'http.receivepack=true', '-c', 'receive.denyCurrentBranch=ignore', ...config, 'http-backend'],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nonexistent',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_PROJECT_ROOT: repository.folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: `/${service}`,
        REQUEST_METHOD: request.method,
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers.get('content-type') ?? '',
        ...(body === undefined && { HTTP_CONTENT_ENCODING: request.headers.get('content-encoding') ?? '' }),
        GIT_PROTOCOL: request.headers.get('git-protocol') ?? '',
        REMOTE_USER: 'sandbox',
      },
    },
  );
  const sent = body ?? (request.body === null ? undefined : Buffer.from(await request.arrayBuffer()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(sent);
  return readCgi(child);
}

/** Headers, an empty line, the body (RFC 3875, 6). */
async function readCgi(child: ChildProcessWithoutNullStreams): Promise<Response> {
  const chunks: Buffer[] = [];
  child.stderr.resume();
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  const output = Buffer.concat(chunks);
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`git http-backend ended with ${child.exitCode} and no answer.`);
  const headers = new Headers();
  for (const line of output.subarray(0, end).toString().split('\r\n')) {
    const at = line.indexOf(':');
    headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  const status = Number(headers.get('status')?.split(' ')[0] ?? 200);
  headers.delete('status');
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}

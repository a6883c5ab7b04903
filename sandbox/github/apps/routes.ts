import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { presentRepository } from '../repositories/present.ts';
import { numberOf, readBody } from '../server/read-body.ts';
import {
  type Call,
  type Reply,
  type Route,
  HttpError,
  notFound,
  repositoryOf,
  unprocessable,
} from '../server/route.ts';
import { written } from '../world/clock.ts';
import type { Installation, Permissions } from '../world/model.ts';
import { type State, isCovered } from '../world/state.ts';
import { presentApp, presentInstallation } from './present.ts';

const LEVEL = z.enum(['read', 'write', 'admin']);
const TOKEN = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.int()).optional(),
  permissions: z.record(z.string(), LEVEL).optional(),
});
const HOUR = 3_600_000;

export function appRoutes(state: State): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/app',
      handle: (call) => ({ status: 200, body: presentApp(call.world, appIn(call)) }),
    },
    {
      method: 'GET',
      path: '/app/installations',
      paged: true,
      handle: (call) => ({
        status: 200,
        body: installationsOf(call).map((each) => presentInstallation(call.world, each)),
      }),
    },
    {
      method: 'GET',
      path: '/app/installations/{installation_id}',
      handle: (call) => ({ status: 200, body: presentInstallation(call.world, installationIn(call)) }),
    },
    {
      method: 'POST',
      path: '/app/installations/{installation_id}/access_tokens',
      handle: (call) => createToken(state, call),
    },
    { method: 'GET', path: '/repos/{owner}/{repo}/installation', handle: repositoryInstallation },
    { method: 'GET', path: '/installation/repositories', paged: true, handle: accessibleRepositories },
  ];
}

function appIn({ actor }: Call) {
  if (actor.kind === 'app') return actor.app;
  throw new HttpError(401, 'A JSON web token could not be decoded');
}

function installationsOf(call: Call): Installation[] {
  const app = appIn(call);
  return call.world.installations().filter((installation) => installation.app === app);
}

function installationIn(call: Call): Installation {
  const found = installationsOf(call).find(({ id }) => id === numberOf(call, 'installation_id'));
  if (found === undefined) throw notFound();
  return found;
}

function createToken(state: State, call: Call): Reply {
  const installation = installationIn(call);
  if (installation.suspendedAt !== undefined)
    throw new HttpError(403, 'This installation has been suspended');
  const wanted = readBody(call, TOKEN);
  const permissions = narrowed(installation.permissions, wanted.permissions);
  const repositories = chosen(call, installation, wanted);
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const expiresAt = call.world.clock.now() + HOUR;
  state.installationTokens.set(token, { installation, permissions, repositories, expiresAt });
  return {
    status: 201,
    body: {
      token,
      expires_at: written(expiresAt),
      permissions,
      repository_selection: repositories === undefined ? installation.selection : 'selected',
    },
  };
}

const RANK = ['read', 'write', 'admin'];

function narrowed(given: Permissions, wanted: Permissions | undefined): Permissions {
  for (const [name, level] of Object.entries(wanted ?? {})) {
    if (RANK.indexOf(given[name] ?? '') < RANK.indexOf(level))
      throw unprocessable('The permissions requested are not granted to this installation.');
  }
  return wanted === undefined ? given : { metadata: 'read', ...wanted };
}

function chosen(
  { world }: Call,
  installation: Installation,
  { repositories, repository_ids: ids }: z.infer<typeof TOKEN>,
): Set<string> | undefined {
  if (repositories === undefined && ids === undefined) return undefined;
  const covered = world.repositories().filter((repository) => isCovered(installation, repository));
  const found = [...(repositories ?? []), ...(ids ?? [])].map((wanted) =>
    covered.find(({ name, id }) => name === wanted || id === wanted),
  );
  if (found.includes(undefined))
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  return new Set(found.flatMap((repository) => repository?.fullName ?? []));
}

function repositoryInstallation(call: Call): Reply {
  const repository = repositoryOf(call);
  const found = installationsOf(call).find((installation) => isCovered(installation, repository));
  if (found === undefined) throw notFound();
  return { status: 200, body: presentInstallation(call.world, found) };
}

function accessibleRepositories({ world, actor }: Call): Reply {
  if (actor.kind !== 'installation')
    throw new HttpError(403, 'You must authenticate with an installation access token');
  const { installation, repositories } = actor;
  const found = world
    .repositories()
    .filter((each) => isCovered(installation, each) && (repositories?.has(each.fullName) ?? true));
  const presented = found.map((each) => presentRepository(world, each));
  return { status: 200, body: { total_count: found.length, repositories: presented } };
}

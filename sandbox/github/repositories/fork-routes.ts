import { z } from 'zod';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, repositoryOf } from '../server/route.ts';
import type { Admin } from '../world/admin.ts';
import type { Repository } from '../world/model.ts';
import { presentFullRepository, presentMinimalRepository, presentRepository } from './present.ts';

const PATH = '/repos/{owner}/{repo}/forks';

/** Whoever may read may fork. */
export function forkRoutes(admin: Admin): readonly Route[] {
  return [
    { method: 'GET', path: PATH, paged: true, handle: list },
    { method: 'POST', path: PATH, handle: (call) => fork(admin, call) },
  ];
}

function list(call: Call): Reply {
  const { fullName } = repositoryOf(call);
  const forks = call.world.repositories().filter(({ parent }) => parent === fullName);
  return { status: 200, body: forks.map((each) => presentMinimalRepository(call.world, each)) };
}

const FORK = z.object({ organization: z.string().optional(), name: z.string().optional() });

async function fork(admin: Admin, call: Call): Promise<Reply> {
  const repository: Repository = repositoryOf(call);
  const sender = authorOf(call.actor);
  const { organization: owner = sender.login, name = repository.name } = readBody(call, FORK);
  const known = call.world.repository(`${owner}/${name}`);
  if (known !== undefined) return { status: 202, body: presentFullRepository(call.world, known, 'admin') };
  const { private: hidden, fullName: parent } = repository;
  const made = await admin.createRepository({ owner, name, private: hidden, parent });
  const payload = { forkee: { ...presentRepository(call.world, made), public: !hidden } };
  call.world.emit({ name: 'fork', repository, sender, payload });
  return { status: 202, body: presentFullRepository(call.world, made, 'admin') };
}

import { z } from 'zod';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, repositoryOf, unprocessable } from '../server/route.ts';
import type { Account, Repository } from '../world/model.ts';
import type { State } from '../world/state.ts';
import { rename, transfer } from './move.ts';
import { presentFullRepository, presentMinimalRepository } from './present.ts';

const WRITE = { name: 'administration', level: 'write' } as const;
const ONE = '/repos/{owner}/{repo}';

export function repositorySettingRoutes(state: State): readonly Route[] {
  return [
    { method: 'PATCH', path: ONE, permission: WRITE, handle: (call) => update(state, call) },
    { method: 'POST', path: `${ONE}/transfer`, permission: WRITE, handle: (call) => give(state, call) },
  ];
}

const UPDATE = z.object({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  archived: z.boolean().optional(),
  default_branch: z.string().optional(),
});

async function update(state: State, call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const sender = authorOf(call.actor);
  const { name, archived, ...rest } = readBody(call, UPDATE);
  if (archived !== undefined && archived !== repository.archived) {
    repository.archived = archived;
    tell(call, repository, sender, archived ? 'archived' : 'unarchived');
  }
  await edit(call, repository, sender, rest);
  if (name !== undefined && name !== repository.name) {
    if (call.world.repository(`${repository.owner.login}/${name}`) !== undefined)
      throw unprocessable('Validation Failed', { resource: 'Repository', code: 'custom', field: 'name' });
    rename(call.world, state, repository, name, sender);
  }
  return {
    status: 200,
    body: presentFullRepository(call.world, repository, call.world.roleOf(sender, repository)),
  };
}

async function edit(
  call: Call,
  repository: Repository,
  sender: Account,
  { description, default_branch: branch }: Pick<z.infer<typeof UPDATE>, 'description' | 'default_branch'>,
): Promise<void> {
  const changes: Record<string, { from: string | null }> = {};
  if (branch !== undefined && branch !== repository.defaultBranch) {
    if ((await call.world.git(repository).resolve(`refs/heads/${branch}`)) === undefined)
      throw unprocessable(
        `The branch ${branch} was not found. Please push that ref first or create it via the Git Data API.`,
      );
    changes['default_branch'] = { from: repository.defaultBranch };
    repository.defaultBranch = branch;
  }
  if (description !== undefined && description !== repository.description) {
    changes['description'] = { from: repository.description ?? null };
    repository.description = description;
  }
  if (Object.keys(changes).length > 0) tell(call, repository, sender, 'edited', { changes });
}

function tell({ world }: Call, repository: Repository, sender: Account, action: string, payload = {}): void {
  world.emit({ name: 'repository', action, repository, sender, payload });
}

const TRANSFER = z.object({ new_owner: z.string(), new_name: z.string().optional() });

function give(state: State, call: Call): Reply {
  const repository = repositoryOf(call);
  const { new_owner: login, new_name: name } = readBody(call, TRANSFER);
  const owner = call.world.account(login);
  if (owner === undefined)
    throw unprocessable('Validation Failed', { resource: 'Repository', field: 'new_owner', code: 'invalid' });
  transfer(call.world, state, repository, owner, authorOf(call.actor), name);
  return { status: 202, body: presentMinimalRepository(call.world, repository) };
}

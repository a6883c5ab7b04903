import { openRepository } from '../git/open.ts';
import { askGit } from '../git/run.ts';
import { ZEROS } from '../git/zeros.ts';
import { pushPayload } from '../webhooks/push-payload.ts';
import { type Clock, written } from './clock.ts';
import type { Repository } from './model.ts';
import { type State, isCovered, roleOf } from './state.ts';
import type { RefChange, WebhookEvent, World } from './world.ts';

export interface WorldOptions {
  readonly url: string;
  readonly state: State;
  readonly clock: Clock;
  readonly emit: (event: WebhookEvent) => void;
}

export function createWorld({ url, state, clock, emit }: WorldOptions): World {
  const listeners: ((change: RefChange) => Promise<void>)[] = [];
  const world: World = {
    url,
    apiUrl: `${url}/api/v3`,
    clock,
    account: (login) => state.accounts.get(login.toLowerCase()),
    organization: (login) => state.organizations.get(login.toLowerCase()),
    organizations: () => [...state.organizations.values()],
    repository: (name) => state.repositories.get(name.toLowerCase()),
    redirected: (name) =>
      state.repositories.has(name.toLowerCase())
        ? undefined
        : world.repositoryById(state.redirects.get(name.toLowerCase()) ?? 0),
    repositoryById: (id) => [...state.repositories.values()].find((repository) => repository.id === id),
    repositories: () => [...state.repositories.values()],
    apps: () => state.apps,
    installations: () => state.installations,
    installationOf: (app, repository) =>
      state.installations.find(
        (installation) =>
          installation.app === app && !installation.suspendedAt && isCovered(installation, repository),
      ),
    roleOf: (account, repository) => roleOf(state, account, repository),
    git: (repository) => openRepository(repository.folder),
    async moveRef(change) {
      const git = openRepository(change.repository.folder);
      const before = change.before ?? (await git.resolve(change.ref)) ?? ZEROS;
      const there = await git.resolve(change.ref);
      const wanted = change.after === ZEROS ? undefined : change.after;
      if (there !== wanted) await git.setRef(change.ref, wanted);
      const forced = await isForced(change.repository, before, change.after);
      await refMoved(world, listeners, { ...change, before, forced });
    },
    onRefChange: (listener) => void listeners.push(listener),
    emit,
    signed: state.signed,
    deliveries: state.deliveries,
    nextId() {
      state.lastId += 1;
      return state.lastId;
    },
    now: () => written(clock.now()),
  };
  return world;
}

async function isForced({ folder }: Repository, before: string, after: string): Promise<boolean> {
  if (before === ZEROS || after === ZEROS) return false;
  return (await askGit(folder, ['merge-base', '--is-ancestor', before, after])) === undefined;
}

/** What follows from every movement of a ref, in GitHub's order. */
async function refMoved(
  world: World,
  listeners: readonly ((change: RefChange) => Promise<void>)[],
  change: RefChange,
): Promise<void> {
  const { repository, ref, before, after, actor } = change;
  if (before === after) return;
  repository.pushedAt = world.now();
  repository.activity.push({
    id: world.nextId(),
    before,
    after,
    ref,
    timestamp: world.now(),
    type: activityOf(change),
    actor,
  });
  for (const listener of listeners) await listener(change);
  if (!ref.startsWith('refs/heads/') && !ref.startsWith('refs/tags/')) return;
  world.emit({ name: 'push', repository, sender: actor, payload: await pushPayload(world, change) });
  if (before === ZEROS) emitRefEvent(world, 'create', change);
  if (after === ZEROS) emitRefEvent(world, 'delete', change);
}

function activityOf({ before, after, forced, by }: RefChange): Repository['activity'][number]['type'] {
  if (before === ZEROS) return 'branch_creation';
  if (after === ZEROS) return 'branch_deletion';
  if (by === 'pr_merge') return 'pr_merge';
  if (by === 'merge_queue') return 'merge_queue_merge';
  return forced ? 'force_push' : 'push';
}

function emitRefEvent(world: World, name: 'create' | 'delete', { repository, ref, actor }: RefChange): void {
  const [, kind = '', ...rest] = ref.split('/');
  const ref_type = kind === 'tags' ? 'tag' : 'branch';
  const about = { ref: rest.join('/'), ref_type, pusher_type: 'user' };
  const more = name === 'create' ? { master_branch: repository.defaultBranch, description: null } : {};
  world.emit({ name, repository, sender: actor, payload: { ...about, ...more } });
}

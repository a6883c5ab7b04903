import { randomUUID } from 'node:crypto';
import { presentRepository } from '../repositories/present.ts';
import type { App, Installation, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount, presentOrganization } from '../world/present-account.ts';
import type { World, WebhookEvent } from '../world/world.ts';

/** A webhook that is to be handed to an App. */
export interface Parcel {
  readonly app: App;
  readonly installation: Installation | null;
  readonly event: WebhookEvent;
  readonly guid: string;
  readonly payload: string;
}

/** To whom the event goes, and with what. */
export function parcelsOf(world: World, event: WebhookEvent): Parcel[] {
  const told = recipients(world, event).filter(({ app }) => app.webhook.url !== '');
  return told.map((installation) => {
    const payload = JSON.stringify(payloadFor(world, event, installation));
    return { app: installation.app, installation, event, guid: randomUUID(), payload };
  });
}

function recipients(world: World, event: WebhookEvent): Installation[] {
  const { repository, onlyApp, installation } = event;
  if (installation !== undefined) return [installation];
  if (repository === null) return [];
  const told = world.apps().filter((app) => app === (onlyApp ?? app));
  return told
    .flatMap((app) => world.installationOf(app, repository) ?? [])
    .filter((each) => onlyApp !== undefined || isTold(each, event.name));
}

/** What an App may be told takes a permission as well; those that are missing here go with every App's. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  merge_group: ['merge_queues'],
};

/** An installation that has not accepted what the App asks for since is told what it was told before. */
function isTold({ events, permissions }: Installation, name: string): boolean {
  return events.includes(name) && (NEEDED[name] ?? []).every((needed) => permissions[needed] !== undefined);
}

function payloadFor(world: World, event: WebhookEvent, installation: Installation): object {
  const { name, action, repository, sender } = event;
  const owner = repository?.owner ?? installation.account;
  return {
    ...(action !== undefined && { action }),
    installation: { id: installation.id, node_id: nodeId('Installation', installation.id) },
    ...event.payload,
    ...(repository !== null && { repository: repositoryFor(world, name, repository) }),
    ...(owner.type === 'Organization' &&
      repository !== null && { organization: presentOrganization(world, owner) }),
    sender: presentAccount(world, sender),
  };
}

/** Of pushes alone the times are seconds since the epoch. */
function repositoryFor(world: World, name: string, repository: Repository) {
  const presented = presentRepository(world, repository);
  if (name !== 'push') return presented;
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  return {
    ...presented,
    owner: { ...presented.owner, name: repository.owner.login, email: null },
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    ...(repository.owner.type === 'Organization' && { organization: repository.owner.login }),
  };
}

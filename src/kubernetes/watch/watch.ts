import type { Log } from '../../log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Engine, Watch } from '../../ports/engine.ts';
import type { Client, WatchEvent } from '../client/client.ts';
import { isGranted } from '../config/grant.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { CONFIG_MAP, readInventory } from '../inventory/inventory-store.ts';
import { INVENTORY_NAMESPACE, PART_OF, applySetId, inventoryName } from '../inventory/inventory.ts';
import { type Debounce, createDebounce } from './debounce.ts';
import { slept } from './slept.ts';
import { logAttempts } from './watch-log.ts';
import { type Follow, type Followed, type MemberWatches, createMemberWatches } from './watch-members.ts';
import { type Place, type PlaceInput, type WatchTiming, followPlace } from './watch-place.ts';
import { createQuiet } from './watch-quiet.ts';

export interface WatcherDeps {
  /** The client of a cluster by its name in the configuration. */
  readonly connect: (cluster: string) => Promise<Client>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'warn' | 'info' | 'debug'>;
}

/** In milliseconds. */
export interface WatcherOptions extends Partial<WatchTiming> {
  /** How long changes are gathered into one call. */
  readonly gather?: number;
  /** The time between calls that are made without a change, a tenth more or less. */
  readonly resync?: number;
  /** From 0 up to but not including 1. */
  readonly random?: () => number;
}

const DEFAULTS = {
  lifetime: 5 * 60_000,
  silence: 150_000,
  firstDelay: 200,
  longestDelay: 30_000,
  gather: 50,
  resync: 10 * 60_000,
  random: () => Math.random(),
} satisfies WatcherOptions;

type Deps = WatcherDeps & typeof DEFAULTS;

/** The watching part of the engine. */
type Watcher = Required<Pick<Engine<KubernetesTarget>, 'watch'>>;

/**
 * Reports changes of Kubernetes objects by watches of their metadata: one for each kind and namespace in the target's
 * inventory, by the owner label of its members, and one of the inventory itself. A call is made once at the start as
 * well.
 */
export function createKubernetesWatcher(deps: WatcherDeps, options: WatcherOptions = {}): Watcher {
  const all = { ...DEFAULTS, ...options, ...deps };
  return { watch: (target, changed) => beginWatch(all, target, changed) };
}

async function beginWatch(deps: Deps, target: KubernetesTarget, changed: () => void): Promise<Watch> {
  const client = await deps.connect(target.destination);
  const stop = new AbortController();
  const debounce = bellOf(deps, target, changed, stop.signal);
  const parts = { deps, target, client, debounce, signal: stop.signal };
  const members = membersOf(parts);
  const refresh = async () => {
    const inventory = await readInventory(client, target);
    members.update(inventory.members.filter((id) => isGranted(target.grant, id)));
  };
  await refresh();
  const inventory = follow(parts, inventoryPlace(target), stop.signal, async () => {
    debounce.ring();
    await refresh();
  });
  await Promise.all([inventory.tried, members.tried()]);
  const resync = ringNowAndThen(parts);
  debounce.open();
  return {
    async stop() {
      stop.abort();
      await Promise.all([inventory.ended, members.ended(), resync]);
    },
  };
}

interface Parts {
  readonly deps: Deps;
  readonly target: KubernetesTarget;
  readonly client: Client;
  readonly debounce: Debounce;
  readonly signal: AbortSignal;
}

function bellOf(deps: Deps, target: KubernetesTarget, call: () => void, signal: AbortSignal): Debounce {
  const failed = (err: unknown) => deps.log.error({ err, target: target.id }, 'a call of a watch failed');
  return createDebounce({ clock: deps.clock, gather: deps.gather, call, signal, failed });
}

function membersOf(parts: Parts): MemberWatches {
  const { client, target, debounce, signal } = parts;
  const labelSelector = `${PART_OF}=${applySetId(inventoryName(target))}`;
  const followMember: Follow = (place, until) => {
    const isQuiet = createQuiet();
    return follow(parts, place, until, (event) => {
      if (event === undefined || !isQuiet(event)) debounce.ring();
    });
  };
  return createMemberWatches({ client, labelSelector, follow: followMember, signal });
}

function inventoryPlace(target: KubernetesTarget): Place {
  const fieldSelector = `metadata.name=${inventoryName(target)}`;
  return { namespace: INVENTORY_NAMESPACE, fieldSelector, type: async () => CONFIG_MAP };
}

function follow(
  { deps, target, client }: Parts,
  place: Place,
  signal: AbortSignal,
  /** Called without an event where earlier events are unknown. */
  news: (event?: WatchEvent) => void | Promise<void>,
): Followed {
  const { clock, random, log } = deps;
  const first = Promise.withResolvers<void>();
  const logAttempt = logAttempts(log, { target: target.id, cluster: target.destination });
  const tried: PlaceInput['tried'] = (failures, error) => {
    first.resolve();
    logAttempt(failures, error);
  };
  const calls = { begun: () => news(), changed: news, tried };
  const ended = followPlace({ client, place, clock, random, timing: deps, signal, ...calls })
    .catch((err: unknown) => log.error({ err, target: target.id }, 'a watch ended by a bug'))
    .finally(first.resolve);
  return { tried: first.promise, ended };
}

/** Rings for the changes that a watch may have missed. */
async function ringNowAndThen({ deps, debounce, signal }: Parts): Promise<void> {
  while (!signal.aborted) {
    const wait = deps.resync * (0.9 + deps.random() * 0.2);
    if (await slept(deps.clock, wait, signal)) debounce.ring();
  }
}

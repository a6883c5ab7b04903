import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Client, WatchEvent } from '../client/client.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { slept } from './slept.ts';

/** The objects of a watch: one kind, in one namespace, or in none where the kind has none. */
export interface Place {
  readonly namespace: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /**
   * The kind as the server serves it. `fresh`: the type known before proved wrong.
   * @throws OpsError when the server serves none.
   */
  readonly type: (fresh: boolean) => Promise<ResourceType>;
}

/** In milliseconds. */
export interface WatchTiming {
  /** How long a server keeps a watch, at the least; up to twice as long, so that watches do not all end together. */
  readonly lifetime: number;
  /** A connection that is silent for so long counts as dead. A server sends a bookmark about once a minute. */
  readonly silence: number;
  /** The wait after the first failure; it doubles with each. */
  readonly firstDelay: number;
  readonly longestDelay: number;
}

export interface PlaceInput {
  readonly client: Client;
  readonly place: Place;
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly timing: WatchTiming;
  readonly signal: AbortSignal;
  /** Called where earlier events are unknown: at the start, and where the server forgot the version observed last. */
  readonly begun: () => void | Promise<void>;
  readonly changed: (event: WatchEvent) => void | Promise<void>;
  /** An attempt is over; `failures` counts those in a row, `error` is why the last one failed. */
  readonly tried: (failures: number, error?: OpsError) => void;
}

interface Progress {
  /** The resource version to go on from; undefined: that of a new list. */
  version: string | undefined;
  type: ResourceType | undefined;
  isTypeWrong: boolean;
  /** In a row. */
  failures: number;
  /** When the server opened the watch; undefined: it did not. */
  opened: number | undefined;
}

/** How long a watch must last, in milliseconds, to be none that ends at once, again and again. */
const STEADY = 1000;

/** Follows a place until the signal aborts, whatever befalls the connection, the server, the kind or the namespace. */
export async function followPlace(input: PlaceInput): Promise<void> {
  const { clock, signal, timing, random, tried } = input;
  const progress: Progress = {
    version: undefined,
    type: undefined,
    isTypeWrong: false,
    failures: 0,
    opened: undefined,
  };
  while (!signal.aborted) {
    const error = await watchOnce(input, progress);
    if (signal.aborted) return;
    const wasSteady = progress.opened !== undefined && clock.now() - progress.opened >= STEADY;
    if (wasSteady) progress.failures = 0;
    // The usual end: the server ended it when its time was up.
    if (wasSteady && error === undefined) continue;
    progress.failures += 1;
    if (error !== undefined) tried(progress.failures, error);
    await slept(clock, delayAfter(progress.failures, timing, random), signal);
  }
}

/** From half to the whole of the doubled wait, so that many do not come back together. */
function delayAfter(
  failures: number,
  { firstDelay, longestDelay }: WatchTiming,
  random: () => number,
): number {
  const longest = Math.min(longestDelay, firstDelay * 2 ** (failures - 1));
  return longest * (0.5 + random() / 2);
}

/** @returns the error that ended the watch; undefined where the server ended it in order */
async function watchOnce(input: PlaceInput, progress: Progress): Promise<OpsError | undefined> {
  progress.opened = undefined;
  try {
    for await (const event of await open(input, progress)) {
      if (event.type !== 'BOOKMARK') await input.changed(event);
      // Only after the call: the server sends an event again whose call failed.
      progress.version = versionOf(event.object) ?? progress.version;
      progress.failures = 0;
    }
    return undefined;
  } catch (error) {
    if (input.signal.aborted) return undefined;
    if (!(error instanceof OpsError)) throw error;
    const isGone = error.code === 'not-found' || error.code === 'unknown-kind';
    if (isGone || error.code === 'stale') progress.version = undefined;
    progress.isTypeWrong = isGone;
    return error;
  }
}

async function open(input: PlaceInput, progress: Progress): Promise<AsyncIterable<WatchEvent>> {
  const { client, place, clock, signal, timing, random, begun, tried } = input;
  const { namespace, labelSelector, fieldSelector } = place;
  const selected = {
    namespace,
    signal,
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  };
  progress.type ??= await place.type(false);
  if (progress.isTypeWrong) progress.type = await place.type(true);
  if (progress.version === undefined) {
    // A list from the server's cache may be old: the watch then repeats the events since.
    const options = { ...selected, metadataOnly: true, resourceVersion: '0' };
    const { resourceVersion } = await client.list(progress.type, options);
    await begun();
    progress.version = resourceVersion;
  }
  const lifetime = timing.lifetime * (1 + random());
  const { version: resourceVersion, type } = progress;
  const events = await client.watch(type, {
    ...selected,
    resourceVersion,
    lifetime,
    silence: timing.silence,
  });
  progress.opened = clock.now();
  tried(0);
  return events;
}

function versionOf({ metadata }: JsonObject): string | undefined {
  const version = isObject(metadata) ? metadata['resourceVersion'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

import { createHash } from 'node:crypto';
import { type Json, type JsonObject, printJson } from '../../core/json/json.ts';
import { asMaps, mapAt } from '../../core/json/read-json.ts';
import type { WatchEvent } from '../client/client.ts';

/** The remembered parts of an object, each as a hash. */
interface Seen {
  readonly status: string;
  readonly rest: string;
}

/**
 * Recognizes the events with nothing but a new status, which only controllers write: an autoscaler writes one each 15
 * seconds. `managedFields` says when the status was written. An event in which nothing at all differs counts as a
 * change: kinds without a `generation` look like that when one writer writes twice in a second.
 * @returns whether only the status is new
 */
export function createQuiet(): (event: WatchEvent) => boolean {
  const known = new Map<Json | undefined, Seen>();
  return ({ type, object }) => {
    const metadata = mapAt(object, 'metadata');
    const { uid } = metadata;
    const before = known.get(uid);
    if (type === 'DELETED') known.delete(uid);
    if (type === 'ADDED' || type === 'MODIFIED') known.set(uid, seenOf(metadata));
    const now = known.get(uid);
    if (type !== 'MODIFIED' || before === undefined || now === undefined) return false;
    return now.rest === before.rest && now.status !== before.status;
  };
}

function seenOf({ managedFields, resourceVersion: _version, ...metadata }: JsonObject): Seen {
  const entries = asMaps(managedFields);
  const ofStatus = (entry: JsonObject) => entry['subresource'] === 'status';
  return {
    status: hash(entries.filter(ofStatus)),
    rest: hash({ metadata, fields: entries.filter((entry) => !ofStatus(entry)) }),
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(printJson(value)).digest('base64');
}

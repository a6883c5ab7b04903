import { printJson } from '../../core/json/json.ts';
import { versionOf } from '../objects/object-version.ts';
import { resourceKey } from '../objects/resource.ts';
import type { DryRunInput } from '../predict/dry-run-input.ts';

/** Observations of live and predictions of one session, by names of their own; empty at first. */
export type Snapshot = Map<string, Promise<unknown>>;

/**
 * The result kept under a name, or else that of a request made now. A failure is not kept: the next request may
 * succeed.
 */
export function once<Seen>(snapshot: Snapshot, name: string, look: () => Promise<Seen>): Promise<Seen> {
  const known = snapshot.get(name);
  if (known !== undefined) return known as Promise<Seen>;
  const seen = look();
  snapshot.set(name, seen);
  seen.catch(() => snapshot.delete(name));
  return seen;
}

/** The prediction of an object: the same one as long as neither the manifest nor the live object changes. */
export function remember<Answer>(
  snapshot: Snapshot,
  { item, live, body }: DryRunInput,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const version = live === undefined ? '' : versionOf(live);
  return once(snapshot, `${resourceKey(item.id)} ${version} ${printJson(body)}`, ask);
}

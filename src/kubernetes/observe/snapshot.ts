import { resourceKey } from '../../core/change/resource.ts';
import { printJson } from '../../core/json/json.ts';
import type { Snapshot } from '../../ports/engine.ts';
import { versionOf } from '../objects/object-version.ts';
import type { DryRunInput } from '../predict/dry-run-input.ts';

export type { Snapshot };

/** What was seen under a name, or else what is looked for now. A failure is not kept: it may be put right. */
export function once<Seen>(snapshot: Snapshot, name: string, look: () => Promise<Seen>): Promise<Seen> {
  const known = snapshot.get(name);
  if (known !== undefined) return known as Promise<Seen>;
  const seen = look();
  snapshot.set(name, seen);
  seen.catch(() => snapshot.delete(name));
  return seen;
}

/** The answer to a question: the same one as long as neither the manifest nor the live object is another. */
export function remember<Answer>(
  snapshot: Snapshot,
  { item, live, body }: DryRunInput,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const version = live === undefined ? '' : versionOf(live);
  return once(snapshot, `${resourceKey(item.id)} ${version} ${printJson(body)}`, ask);
}

import { resourceKey } from '../../core/change/resource.ts';
import { printJson } from '../../core/json/json.ts';
import type { Sight } from '../../ports/engine.ts';
import { versionOf } from '../objects/object-version.ts';
import type { Question } from '../predict/dry-run-input.ts';

export type { Sight };

/** What was seen under a name, or else what is looked for now. A failure is not kept: it may be put right. */
export function once<Seen>(sight: Sight, name: string, look: () => Promise<Seen>): Promise<Seen> {
  const known = sight.get(name);
  if (known !== undefined) return known as Promise<Seen>;
  const seen = look();
  sight.set(name, seen);
  seen.catch(() => sight.delete(name));
  return seen;
}

/** The answer to a question: the same one as long as neither the manifest nor the live object is another. */
export function remember<Answer>(
  sight: Sight,
  { item, live, body }: Question,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const version = live === undefined ? '' : versionOf(live);
  return once(sight, `${resourceKey(item.id)} ${version} ${printJson(body)}`, ask);
}

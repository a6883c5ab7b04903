import type { JsonObject } from '../../core/json/json.ts';
import { type IgnoreRule, rulesFor } from '../../core/target/ignore-rules.ts';
import type { Target } from '../../core/target/target.ts';
import type { Client } from '../client/client.ts';
import type { Left } from '../fields/field-managers.ts';
import { leftBy } from '../fields/ignored-fields.ts';
import type { Identified } from '../identify/identify.ts';
import { unstableRules } from '../objects/unstable.ts';
import type { PlanCache } from '../plan-cache.ts';
import { applyBody } from './apply-body.ts';

/** One object of which the server is asked what it would become. */
export interface DryRunInput {
  readonly client: Client;
  readonly item: Identified;
  readonly live: JsonObject | undefined;
  /** What would be applied. */
  readonly body: JsonObject;
  /** What stays of what others wrote. */
  readonly left: Left;
}

/** Objects that are not live yet, by key, with whose sync makes them in words; known when all is seen. */
export type Missing = () => Promise<ReadonlyMap<string, string>>;

/** What every question of a target is asked with. */
export interface Asking {
  readonly client: Client;
  readonly target: Target;
  readonly ownerLabel: string;
  readonly cache: PlanCache;
}

export function dryRunInput(
  { client, target, ownerLabel, cache }: Asking,
  item: Identified,
  live: JsonObject | undefined,
): DryRunInput {
  const rules = rulesOf(target, item);
  const left = leftBy(rules, target.formerTools);
  const body = applyBody(item, live, rules, left, { ownerLabel, bodies: cache.bodies });
  return { client, item, live, left, body };
}

/** What is left as it is live, of one object. */
function rulesOf(target: Target, item: Identified): IgnoreRule[] {
  return [...rulesFor(target.ignore, item.id), ...unstableRules(item.held ?? [])];
}

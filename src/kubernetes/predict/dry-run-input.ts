import type { JsonObject } from '../../core/json/json.ts';
import { type IgnoreRule, rulesFor } from '../../core/target/ignore-rules.ts';
import type { Client } from '../client/client.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { leftBy } from '../fields/ignored/ignored-fields.ts';
import type { Left } from '../fields/managers/field-managers.ts';
import type { Identified } from '../identify/identify.ts';
import { unstableRules } from '../objects/unstable.ts';
import type { PlanCache } from '../plan-cache.ts';
import { applyBody } from './apply-body.ts';

/** The input of one object's dry-run. */
export interface DryRunInput {
  readonly client: Client;
  readonly item: Identified;
  readonly live: JsonObject | undefined;
  /** The body of the apply. */
  readonly body: JsonObject;
  /** The fields of others that the rules leave alone. */
  readonly left: Left;
}

/**
 * The objects that are not live yet, by key, each with its creating sync in words; known when every object is observed.
 */
export type Missing = () => Promise<ReadonlyMap<string, string>>;

/** The input that all dry-runs of a target share. */
export interface Asking {
  readonly client: Client;
  readonly target: KubernetesTarget;
  readonly ownerLabel: string;
  readonly cache: PlanCache;
}

export function dryRunInput(
  { client, target, ownerLabel, cache }: Asking,
  item: Identified,
  live: JsonObject | undefined,
): DryRunInput {
  const rules = rulesOf(target, item);
  const left = leftBy(rules, target.spec.formerTools);
  const body = applyBody(item, live, rules, left, { ownerLabel, bodies: cache.bodies });
  return { client, item, live, left, body };
}

/** The rules for the fields of one object that stay as they are live. */
function rulesOf(target: KubernetesTarget, item: Identified): IgnoreRule[] {
  return [...rulesFor(target.rules.ignore, item.id), ...unstableRules(item.held ?? [])];
}

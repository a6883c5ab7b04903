import type { JsonObject } from '../core/json/json.ts';

/** The body of an object, for one target. */
export interface KnownBody {
  readonly ownerLabel: string;
  readonly body: JsonObject;
}

/** Results that plans derived from manifests: the same files are planned again and again. */
export interface PlanCache {
  /** An object in its target's namespace, by the object as it was read. */
  readonly placed: WeakMap<JsonObject, JsonObject>;
  /** The body that is applied, by the placed object. */
  readonly bodies: WeakMap<JsonObject, KnownBody>;
  /** The live state that a body was proven to leave as it is, by the body. */
  readonly proven: WeakMap<JsonObject, string>;
}

export function createPlanCache(): PlanCache {
  return { placed: new WeakMap(), bodies: new WeakMap(), proven: new WeakMap() };
}

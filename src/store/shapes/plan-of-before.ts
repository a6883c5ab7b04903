import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';

/**
 * A plan of version 1, of Kubernetes alone: it named its cluster, and one rendering tool. Its fingerprint stays the one
 * that was approved.
 */
export function planOfBefore(before: Json): Json {
  if (!isObject(before)) return before;
  const { cluster, renderer, ...plan } = before;
  return { ...plan, destination: cluster ?? '', tools: renderer === undefined ? [] : [renderer] };
}

/** The end of a sync of version 1: a stale one holds the plan found. */
export function endOfBefore(before: Json): Json {
  if (!isObject(before) || !isObject(before['report'])) return before;
  return { ...before, report: withPlan(before['report']) };
}

function withPlan(holder: Json): Json {
  const plan = isObject(holder) ? holder['plan'] : undefined;
  return plan === undefined ? holder : { ...(holder as JsonObject), plan: planOfBefore(plan) };
}

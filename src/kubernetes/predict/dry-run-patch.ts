import type { JsonObject } from '../../core/json/json.ts';
import { StatusError } from '../client/status-error.ts';
import { hasFormerOwners } from '../discovery/served-owners.ts';
import type { DryRunInput } from './dry-run-input.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { replacement } from './json-patch.ts';
import type { Predicted } from './predicted.ts';

/** Dry-runs a whole estimated object as a patch, where a dry-run of the apply alone cannot predict the object. */
export async function dryRunPatch(
  { client, item }: DryRunInput,
  live: JsonObject,
  { object: wanted, owners, takeOver }: Estimate,
): Promise<Predicted> {
  const patch = replacement(live, wanted);
  const type = 'application/json-patch+json';
  const { object, warnings } = await client.patch(item.type, item.id, type, patch, { dryRun: true });
  return { status: 'predicted', object, owners, takeOver, wanted, warnings };
}

/**
 * Predicts an object with owners that are recorded in a version no longer served. A server refuses each apply to it
 * until those entries are rewritten, which a dry-run, leaving no trace for a second one, cannot do first.
 * @param refusal the refusal of a dry-run; absent where none was tried yet
 * @returns undefined for an object of which the server can read all entries
 */
export async function dryRunFormer(input: DryRunInput, refusal?: unknown): Promise<Predicted | undefined> {
  const { client, item, live } = input;
  if (live === undefined || (refusal !== undefined && !isUnread(refusal))) return undefined;
  const isFormer = await hasFormerOwners(client, item.type, live, { fresh: refusal !== undefined });
  if (!isFormer) return undefined;
  return dryRunPatch(input, live, estimateOf(input, live));
}

/**
 * Whether a refusal is that of a custom resource's apply beside an entry of an unknown version: HTTP 500 without a
 * reason, as for a wrong body.
 */
function isUnread(refusal: unknown): boolean {
  return refusal instanceof StatusError && refusal.httpStatus === 500 && refusal.code === 'invalid';
}

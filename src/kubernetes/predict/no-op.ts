import type { JsonObject } from '../../core/json/json.ts';
import { isNoopApply } from '../fields/is-noop-apply.ts';
import { fieldsAddedByPeople, ourFields } from '../fields/managers/field-managers.ts';
import { ownershipsOf } from '../fields/managers/managed-fields.ts';
import { uidOf, versionOf } from '../objects/object-version.ts';
import type { PlanCache } from '../plan-cache.ts';
import type { DryRunInput } from './dry-run-input.ts';

/** Whether an apply would change nothing, and there is no added field to remove. */
export function isNoop(
  { live, body, left }: Pick<DryRunInput, 'live' | 'body' | 'left'>,
  { proven }: Pick<PlanCache, 'proven'>,
): boolean {
  if (live === undefined) return false;
  // Which fields count as added depends on the rules, too.
  const state = left.usual ? stateOf(live) : undefined;
  if (state !== undefined && proven.get(body) === state) return true;
  if (!isNoopApply(body, live)) return false;
  const owners = ownershipsOf(live);
  if (fieldsAddedByPeople(owners, ourFields(owners), left).length > 0) return false;
  if (state !== undefined) proven.set(body, state);
  return true;
}

/**
 * The UID and version of an object, which no other state of any object in any cluster has; undefined where the API
 * tells only one of them, or none.
 */
function stateOf(live: JsonObject): string | undefined {
  const [uid, version] = [uidOf(live), versionOf(live)];
  return uid === '' || version === '' ? undefined : `${uid} ${version}`;
}

import { type Json, type JsonObject, isObject } from '../core/json/json.ts';
import { mapValues } from '../core/json/map-json.ts';
import { asMaps, textAt } from '../core/json/read-json.ts';

/*
 * Up to version 3 a change, an unknown object and an outcome were about an `id` of Kubernetes, by group, kind and
 * namespace. It was hashed so, and a plan did not say what it needs: it is marked as outdated.
 */

/** A plan of version 3 as one of version 4. */
export function withSubjects(plan: Json): Json {
  return isObject(plan) ? { ...aboutSubjects(plan, PLAN_PARTS), outdated: true } : plan;
}

const PLAN_PARTS: ReadonlySet<string> = new Set(['changes', 'hooks', 'unknown']);

/** What a preview of version 3 says of a target beside its plan, as one of version 4: its own changes. */
export function targetWithSubjects(target: Json): Json {
  if (!isObject(target)) return target;
  return mapValues<Json>(target, (parts, key) =>
    TARGET_PARTS.has(key) && Array.isArray(parts) ? parts.map(ownWithSubject) : parts,
  );
}

const TARGET_PARTS: ReadonlySet<string> = new Set(['yours', 'drifted', 'adopted']);

/** A part that refers to a change of the plan stays. */
function ownWithSubject(part: Json): Json {
  const own = isObject(part) ? part['own'] : undefined;
  return isObject(own) ? { own: withSubject(own) } : part;
}

/** The end of a sync of version 3 as one of version 4: a stale one holds a plan, any other what became of each object. */
export function endWithSubjects(end: Json): Json {
  if (!isObject(end) || !isObject(end['report'])) return end;
  const { report } = end;
  const told = aboutSubjects(report, REPORT_PARTS);
  const { plan } = report;
  return { ...end, report: plan === undefined ? told : { ...told, plan: withSubjects(plan) } };
}

const REPORT_PARTS: ReadonlySet<string> = new Set(['outcomes', 'unhealthy']);

function aboutSubjects(holder: JsonObject, parts: ReadonlySet<string>): JsonObject {
  return mapValues<Json>(holder, (part, key) => (parts.has(key) ? asMaps(part).map(withSubject) : part));
}

function withSubject({ id = null, ...about }: JsonObject): JsonObject {
  const [group, kind] = [textAt(id, 'group'), textAt(id, 'kind')];
  const scope = textAt(id, 'namespace');
  return {
    subject: { kind: group === '' ? kind : `${group}/${kind}`, scope, name: textAt(id, 'name') },
    ...about,
  };
}

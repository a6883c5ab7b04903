import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapEntries, mapValues } from '../../core/json/map-json.ts';
import { MARKER_KEY } from '../../core/json/marker.ts';
import { asMaps, textAt } from '../../core/json/read-json.ts';

/*
 * Up to version 3 a change, an unknown object and an outcome were about an `id` of Kubernetes, by group, kind and
 * namespace. It was hashed so, and a plan did not say what it needs: it is marked as outdated. A Service's addresses and
 * ports that the cluster assigns were words, which no Service can have in the places of them.
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
  const subject = { kind: group === '' ? kind : `${group}/${kind}`, scope, name: textAt(id, 'name') };
  return { subject, ...(subject.kind === 'Service' ? withAssigned(about) : about) };
}

/** A Service's change with markers in place of the words. */
function withAssigned(change: JsonObject): JsonObject {
  return mapValues<Json>(change, (value, key) => {
    if (key === 'fields')
      return asMaps(value).map((field) => (isOfSpec(field) ? mapValues(field, inField) : field));
    return key === 'after' && isObject(value) ? mapValues<Json>(value, inSpec) : value;
  });
}

function isOfSpec({ path }: JsonObject): boolean {
  return asMaps(path)[0]?.['key'] === 'spec';
}

const inField = (value: Json, key: string) => (key === 'after' ? assigned(value) : value);
const inSpec = (value: Json, key: string) => (key === 'spec' ? assigned(value) : value);

function assigned(value: Json): Json {
  if (value === '(the cluster assigns one)')
    return { [MARKER_KEY]: { unknown: 'after-apply', by: 'cluster' } };
  if (Array.isArray(value)) return mapEntries(value, assigned);
  return isObject(value) ? mapValues(value, assigned) : value;
}

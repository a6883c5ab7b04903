import { describeChange } from '../../../src/core/change/change.ts';
import { describeSubject } from '../../../src/core/change/subject.ts';
import { type Json, type JsonObject, canonicalJson, isObject } from '../../../src/core/json/json.ts';
import { type FieldPath, stepsOf, isSelected } from '../../../src/core/json/pointer.ts';
import { differences } from '../../../src/core/plan/plan.ts';
import { type IgnoreRule, rulesFor } from '../../../src/core/target/ignore-rules.ts';
import { isOurs } from '../../../src/kubernetes/fields/managers/field-managers.ts';
import { ownershipsOf } from '../../../src/kubernetes/fields/managers/managed-fields.ts';
import { normalize } from '../../../src/kubernetes/objects/normalize.ts';
import { describeResource, resourceKey } from '../../../src/kubernetes/objects/resource.ts';
import type { KubernetesPayload } from '../../../src/kubernetes/plan/payload.ts';
import type { Prepared } from '../../../src/ports/engine.ts';
import type { Live } from '../../support/live.ts';
import type { Settings } from '../../support/targets.ts';
import { type Seen, see, surprises } from './live-as-predicted.ts';

export interface Bench {
  readonly at: Live;
  /** Objects that the server would not take. */
  refused: number;
  synced: number;
  changed: number;
  /** Fields of people that the source needs as they are: a Service's ports, where it names none. */
  stuck: number;
  /** Whether some fields are ignored. */
  leaves: boolean;
}

/**
 * Fields that half of the plans leave to whoever writes them. No manager's whole `spec`: of a custom resource's map that was
 * applied empty, and has defaults, nobody can tell that it is no atomic one.
 */
const LEFT: readonly IgnoreRule[] = [
  { path: '/data/a' },
  { path: '/metadata/annotations/a' },
  { path: '/metadata/labels/app' },
  { path: '/spec/strategy' },
  { path: '/spec/behavior' },
  { path: '/spec/free' },
  { path: '/spec/part/a' },
  { kind: 'Widget', path: '/spec/ports' },
  { path: '/spec/template/spec/containers/[name=main]/livenessProbe' },
  { path: '/spec/template/spec/containers/[name=main]/env/[name=ALPHA]' },
  { path: '/spec/template/spec/containers/[name=main]/resources' },
  { manager: 'some-controller', path: '/spec/template' },
  { manager: 'k9s', path: '/spec/template' },
  { manager: 'k9s', path: '/data' },
].map((rule) => ({ ...rule, because: 'it is tried' }));

function targetOf({ leaves }: Bench): Settings {
  return { allowEmpty: true, ignore: leaves ? LEFT : [] };
}

/** In milliseconds. Nothing here starts pods. */
const HEALTH_TIMEOUT = 10_000;

/**
 * Plans and syncs objects; those that the server refuses are left out, as if they were not declared.
 * @returns what was not as the plan said, a line for each field
 */
export async function settle(bench: Bench, objects: readonly JsonObject[]): Promise<string[]> {
  const { at } = bench;
  const target = targetOf(bench);
  const { files, prepared } = await predict(bench, objects);
  const { plan, payload } = prepared;
  const ids = [
    ...payload.objectPlans.map(({ expectation: { item } }) => item.id),
    ...payload.orphans.map(({ id }) => id),
  ];
  const before = await see(at, ids);
  const report = await at.sync(files, target, plan.fingerprint, HEALTH_TIMEOUT);
  if (report.status === 'stale') return [`stale: ${report.plan.changes.map(describeChange).join(', ')}`];
  bench.synced += payload.objectPlans.length;
  bench.changed += plan.changes.length;
  const failed = report.outcomes.filter(({ result }) => result === 'failed' || result === 'skipped');
  const unhealthy = report.unhealthy.map(
    ({ subject, health }) => `${describeSubject(subject)}: ${printed(health)}`,
  );
  if (failed.length > 0) {
    return [...failed.map(({ subject, reason }) => `${describeSubject(subject)}: ${reason}`), ...unhealthy];
  }
  const after = await see(at, ids);
  const next = await at.predict(files, target);
  bench.stuck += next.plan.warnings.filter((warning) =>
    warning.includes('does not let it be removed'),
  ).length;
  const others = bench.leaves ? notLeft(payload, before, after) : [];
  return [...surprises(payload, after), ...touched(payload, before, after), ...others, ...leftOf(next)];
}

/** Leaves out what the server refuses, until it takes the rest. */
async function predict(
  bench: Bench,
  objects: readonly JsonObject[],
): Promise<{ files: Record<string, string>; prepared: Prepared<KubernetesPayload> }> {
  const files = Object.fromEntries(
    objects.map((object, index) => [`${String(index).padStart(4, '0')}.yaml`, JSON.stringify(object)]),
  );
  const prepared = await bench.at.predict({ ...files, 'none.yaml': '' }, targetOf(bench));
  const refused = new Set(prepared.plan.unknown.map(({ subject }) => subject.name));
  if (refused.size === 0) return { files: { ...files, 'none.yaml': '' }, prepared };
  bench.refused += refused.size;
  const nameOf = ({ metadata }: JsonObject) => (metadata as { name: string }).name;
  return predict(
    bench,
    objects.filter((object) => !refused.has(nameOf(object))),
  );
}

/** What the plan did not name, and that is another one now. */
function touched({ objectPlans }: KubernetesPayload, before: Seen, after: Seen): string[] {
  const silent = objectPlans.filter(({ change, claim }) => change === undefined && !claim);
  return silent.flatMap(({ expectation: { item } }) => {
    const key = resourceKey(item.id);
    const [old, now] = [before.get(key), after.get(key)].map((object) => object && stateOf(object));
    return old === now
      ? []
      : [`${describeResource(item.id)}: touched, though not planned\n  ${old}\n  ${now}`];
  });
}

/** Ignored fields that a sync wrote all the same. */
function notLeft({ objectPlans }: KubernetesPayload, before: Seen, after: Seen): string[] {
  return objectPlans.flatMap(({ expectation: { item } }) => {
    const [old, now] = [before, after].map((seen) => seen.get(resourceKey(item.id)));
    if (old === undefined || now === undefined) return [];
    const pointers = rulesFor(LEFT, item.id).flatMap(({ manager, path = '' }) => (manager ? [] : [path]));
    const written = pointers.filter((path) => isOther(old, now, stepsOf(path)));
    const valuesAt = (path: string) =>
      [old, now].map((object) => printed(valueAt(object, stepsOf(path)) ?? null)).join(' → ');
    return written.map((path) => `${describeResource(item.id)}: ${path} is ignored: ${valuesAt(path)}`);
  });
}

/** An entry of a list that is given up takes all along that is in it, and one that comes back brings it. */
function isOther(old: JsonObject, now: JsonObject, steps: FieldPath): boolean {
  const inside = steps.findLastIndex((step, at) => 'entry' in step && at < steps.length - 1);
  const entry = steps.slice(0, inside + 1);
  if (valueAt(old, entry) === undefined || valueAt(now, entry) === undefined) return false;
  return contentAt(old, steps) !== contentAt(now, steps);
}

/** An empty list of entries is in nobody's record: it goes with the map around it, and nothing is lost. */
function contentAt(object: JsonObject, steps: FieldPath): string {
  const value = valueAt(object, steps) ?? null;
  return printed(Array.isArray(value) && value.length === 0 ? null : value);
}

function valueAt(value: Json | undefined, [step, ...rest]: FieldPath): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    const entry = value.find((item) => 'entry' in step && isSelected(item, step.entry));
    return valueAt(entry, rest);
  }
  return isObject(value) && 'key' in step ? valueAt(value[step.key], rest) : undefined;
}

/** An object without what controllers record in it. */
function stateOf(object: JsonObject): string {
  return canonicalJson({ ...normalize(object), ours: ownershipsOf(object).filter(isOurs) });
}

function leftOf({ plan, payload }: Prepared<KubernetesPayload>): string[] {
  const fields = differences(plan).map(
    (change) => `left: ${describeChange(change)} ${printed(change.fields)}`,
  );
  const unknown = plan.unknown.map(({ message }) => `unknown: ${message}`);
  const claims = payload.objectPlans.filter(({ claim }) => claim);
  const ours = claims.map(({ expectation: { item, live, prediction } }) => {
    const owners = [
      live === undefined ? [] : ownershipsOf(live),
      'owners' in prediction ? prediction.owners : [],
    ];
    return `${describeResource(item.id)}: not recorded as ours:\n  ${owners.map(printed).join('\n  ')}`;
  });
  return [...fields, ...unknown, ...ours];
}

function printed(fields: unknown): string {
  return canonicalJson(fields);
}

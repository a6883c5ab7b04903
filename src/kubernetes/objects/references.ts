import type { Change, Mark } from '../../core/change/change.ts';
import { type Subject, describeSubject, subjectKey } from '../../core/change/subject.ts';
import type { Tree, TreeObject } from '../../core/json/json.ts';
import { mapAt, mapsAt } from '../../core/json/read-json.ts';

/** A use of a ConfigMap or Secret by a workload's pods; `key` is absent where all of it is used. */
interface Use {
  /** `subjectKey`; `''`: nothing is named. */
  readonly of: string;
  readonly key?: string;
  readonly by: string;
}

/** The changes, with a note on each that removes a ConfigMap, a Secret or a key still used by pods of the same plan. */
export function withReferenceNotes(changes: readonly Change[]): Change[] {
  const taking = changes.filter(takesAway);
  if (taking.length === 0) return [...changes];
  const uses = changes.flatMap(usesOf);
  return changes.map((change) => (takesAway(change) ? noted(change, uses) : change));
}

function takesAway({ subject: { kind }, action, fields }: Change): boolean {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return false;
  return action === 'delete' || (action !== 'create' && fields.some(({ after }) => after === undefined));
}

function noted(change: Change, uses: readonly Use[]): Change {
  const gone = change.action === 'delete' ? undefined : goneKeys(change);
  const left = uses.filter(
    ({ of, key }) =>
      of === subjectKey(change.subject) && (gone === undefined || (key !== undefined && gone.has(key))),
  );
  const said = new Set(
    left.map(({ key, by }) => `${key === undefined ? 'it' : `its key "${key}"`} is still used by ${by}`),
  );
  const marks = [...said].map((text): Mark => ({ level: 'note', text }));
  return marks.length === 0 ? change : { ...change, marks: [...change.marks, ...marks] };
}

function goneKeys({ fields, before, after }: Change): Set<string> {
  const whole = fields.filter(({ path, after: fresh }) => path.length === 1 && fresh === undefined);
  const named = fields.flatMap(({ path, after: fresh }) =>
    path.length === 2 && fresh === undefined ? keyIn(path[1]) : [],
  );
  const all = whole.length === 0 ? [] : Object.keys(dataOf(before)).filter((key) => !(key in dataOf(after)));
  return new Set([...named, ...all]);
}

function keyIn(step: Change['fields'][number]['path'][number] | undefined): string[] {
  return step !== undefined && 'key' in step ? [step.key] : [];
}

function dataOf(object: TreeObject | undefined): TreeObject {
  return { ...mapAt(object, 'data'), ...mapAt(object, 'binaryData') };
}

/** The ConfigMaps and Secrets that an object's pods name, as `subjectKey`. */
export function namedByPods(subject: Subject, object: TreeObject): string[] {
  return usesOf({ subject, after: object }).flatMap(({ of }) => (of === '' ? [] : [of]));
}

function usesOf({ subject, after }: Pick<Change, 'subject' | 'after'>): Use[] {
  const pod = podOf(after);
  const by = describeSubject(subject);
  const of = (kind: string, name: Tree | undefined) =>
    typeof name === 'string' ? subjectKey({ kind, scope: subject.scope, name }) : '';
  const use = (kind: string, name: Tree | undefined, key?: Tree): Use => ({
    of: of(kind, name),
    by,
    ...(typeof key === 'string' && { key }),
  });
  const containers = [...mapsAt(pod, 'initContainers'), ...mapsAt(pod, 'containers')];
  return [
    ...containers.flatMap((container) => [
      ...mapsAt(container, 'env').flatMap((env) => keyUses(mapAt(env, 'valueFrom'), use)),
      ...mapsAt(container, 'envFrom').flatMap((from) => [
        use('ConfigMap', mapAt(from, 'configMapRef')['name']),
        use('Secret', mapAt(from, 'secretRef')['name']),
      ]),
    ]),
    ...mapsAt(pod, 'volumes').flatMap((volume) => volumeUses(volume, use)),
  ];
}

type UseOf = (kind: string, name: Tree | undefined, key?: Tree) => Use;

function keyUses(from: TreeObject, use: UseOf): Use[] {
  const [map, secret] = [mapAt(from, 'configMapKeyRef'), mapAt(from, 'secretKeyRef')];
  return [use('ConfigMap', map['name'], map['key']), use('Secret', secret['name'], secret['key'])];
}

function volumeUses(volume: TreeObject, use: UseOf): Use[] {
  const projected = mapsAt(volume, 'projected', 'sources').flatMap((source) => [
    ...mountUses('ConfigMap', mapAt(source, 'configMap'), use),
    ...mountUses('Secret', mapAt(source, 'secret'), use),
  ]);
  const maps = mountUses('ConfigMap', mapAt(volume, 'configMap'), use);
  return [...projected, ...maps, ...mountUses('Secret', mapAt(volume, 'secret'), use)];
}

function mountUses(kind: string, source: TreeObject, use: UseOf): Use[] {
  const name = source['name'] ?? source['secretName'];
  return [use(kind, name), ...mapsAt(source, 'items').map(({ key }) => use(kind, name, key))];
}

/** The pod spec of a workload; empty for any other object. */
export function podOf(object: TreeObject | undefined): TreeObject {
  const spec = mapAt(object, 'spec');
  if (object?.['kind'] === 'Pod') return spec;
  const job = mapAt(spec, 'jobTemplate', 'spec');
  return mapAt('template' in job ? job : spec, 'template', 'spec');
}

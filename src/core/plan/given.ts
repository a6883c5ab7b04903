import { type ResourceId, resourceKey } from '../change/resource.ts';
import type { TreeObject } from '../json/json.ts';
import { mapAt, mapsAt, textAt } from '../json/read-json.ts';
import { dependenciesOf } from './dependencies.ts';
import type { Plan } from './plan.ts';
import { namedByPods, podOf } from './references.ts';

/** An object that is not live yet, but will be when the target is synced: another target's sync creates it before. */
export interface Given {
  readonly id: ResourceId;
  /** The object as the other target declares it. */
  readonly object: TreeObject;
  /** The id of the other target, and its destination. */
  readonly by: string;
  readonly destination: string;
}

/** The objects that a target's sync gives to later ones: those it creates, and updated CRDs, which may serve more. */
export function givenBy({ target, destination, changes }: Plan): Given[] {
  return changes.flatMap(({ id, action, after }) => {
    const isBrought = action === 'create' || (action === 'update' && isDefinition(id));
    return isBrought && after !== undefined ? [{ id, object: after, by: target, destination }] : [];
  });
}

/** The targets that create objects which a plan needs: without them an object would be refused, or would not work. */
export function bringersFor(plan: Plan, given: readonly Given[]): string[] {
  const needed = new Set(plansObjects(plan).flatMap(({ id, object }) => needsOf(id, object)));
  const near = given.filter(({ by, destination }) => destination === plan.destination && by !== plan.target);
  const bringers = near.filter((one) => keysOf(one).some((key) => needed.has(key)));
  return [...new Set(bringers.map(({ by }) => by))];
}

/** The plan, with a hint on each unknown object about the target that has to come first. */
export function withHints(plan: Plan, given: readonly Given[], hint: (by: string) => string): Plan {
  const unknown = plan.unknown.map((one) => {
    const bringers = bringersFor({ ...plan, changes: [], hooks: [], unknown: [one] }, given);
    return { ...one, message: [one.message, ...bringers.map(hint)].join(' ') };
  });
  return { ...plan, unknown };
}

interface Planned {
  readonly id: ResourceId;
  readonly object?: TreeObject | undefined;
}

/** The objects of a plan still to be created or changed, its hooks, and the unknown ones. */
function plansObjects({ changes, hooks = [], unknown }: Plan): Planned[] {
  const made = changes.filter(({ action }) => action !== 'delete' && action !== 'keep');
  return [...made.map(({ id, after }) => ({ id, object: after })), ...hooks, ...unknown];
}

function keysOf({ id, object }: Given): string[] {
  return isDefinition(id) ? [resourceKey(id), kindKey(definedBy(object))] : [resourceKey(id)];
}

function isDefinition({ group, kind }: ResourceId): boolean {
  return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}

function definedBy(object: TreeObject): Pick<ResourceId, 'group' | 'kind'> {
  return { group: textAt(object, 'spec', 'group'), kind: textAt(object, 'spec', 'names', 'kind') };
}

function kindKey({ group, kind }: Pick<ResourceId, 'group' | 'kind'>): string {
  return `every ${group}/${kind}`;
}

function needsOf(id: ResourceId, object: TreeObject = {}): string[] {
  const { namespace } = id;
  const pod = { kind: 'Pod', spec: podOf(object) };
  const named = [object, pod].flatMap((each) => dependenciesOf(each, namespace)).map(resourceKey);
  const home = namespace === '' ? [] : [resourceKey(core('Namespace', namespace, ''))];
  return [kindKey(id), ...home, ...named, ...namedByPods(id, object), ...claimsOf(pod.spec, namespace)];
}

function claimsOf(pod: TreeObject, namespace: string): string[] {
  return mapsAt(pod, 'volumes').flatMap((volume) => {
    const name = textAt(mapAt(volume, 'persistentVolumeClaim'), 'claimName');
    return name === '' ? [] : [resourceKey(core('PersistentVolumeClaim', name, namespace))];
  });
}

function core(kind: string, name: string, namespace: string): ResourceId {
  return { group: '', kind, name, namespace };
}

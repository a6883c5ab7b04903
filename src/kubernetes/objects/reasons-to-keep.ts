import type { JsonObject } from '../../core/json/json.ts';
import { asText, mapAt, mapsAt } from '../../core/json/read-json.ts';
import { isNamed, nameInConfig } from './named.ts';
import { type ResourceId, resourceKey } from './resource.ts';

/** Annotations of a live object that forbid its deletion with its source. */
const WISHES: readonly (readonly [name: string, isWish: (value: string) => boolean])[] = [
  ['helm.sh/resource-policy', (value) => value === 'keep'],
  ['argocd.argoproj.io/sync-options', (value) => /(^|,)\s*(Prune|Delete)=false\s*(,|$)/i.test(value)],
  ['kustomize.toolkit.fluxcd.io/prune', (value) => value.toLowerCase() === 'disabled'],
  ['plumbline.dev/prune', (value) => /^(false|disabled)$/i.test(value)],
];

/** The annotation by which a live object forbids its deletion, in words; undefined where there is none. */
export function wishToStay(object: JsonObject): string | undefined {
  const annotations = mapAt(object, 'metadata', 'annotations');
  const found = WISHES.find(([name, isWish]) => isWish(asText(annotations[name]).trim()));
  return found && `its annotation ${found[0]} says so`;
}

/** Kinds whose deletion deletes their contents too: a person must confirm it, object by object. */
const HOLDS_DATA: Readonly<Record<string, string>> = {
  '/Namespace': 'deleting a namespace deletes all that is in it',
  '/PersistentVolumeClaim': 'deleting a volume claim can delete its data',
  '/PersistentVolume': 'deleting a volume can delete its data',
  'apiextensions.k8s.io/CustomResourceDefinition': 'deleting a CRD deletes all of its resources',
};

/** The loss that comes with deleting an object of a kind that holds others or data; undefined for any other kind. */
export function lostWith({ group, kind }: ResourceId): string | undefined {
  return HOLDS_DATA[`${group}/${kind}`];
}

/** Why an object is not deleted until the configuration names it; undefined where that is not needed, or is done. */
export function lacksConfirmation(id: ResourceId, confirmed: readonly string[]): string | undefined {
  const loss = lostWith(id);
  if (loss === undefined || isNamed(confirmed, id)) return undefined;
  return `${loss}. To have it deleted, name it under the target's "confirm-delete" ("${nameInConfig(id)}")`;
}

/** The ServiceAccount that a sync runs as. */
export interface Self {
  readonly namespace: string;
  readonly name: string;
}

/** Why deleting an object could stop plumbline itself; undefined where it could not. */
export function partOfUs(id: ResourceId, object: JsonObject, self: Self | undefined): string | undefined {
  if (self === undefined) return undefined;
  const account = `/ServiceAccount ${self.namespace}/${self.name}`;
  const own = [`/Namespace /${self.namespace}`, account];
  if (own.includes(resourceKey(id)) || bindsSelf(object, self) || runsAsSelf(id, object, self))
    return 'Plumbline itself runs by it';
  return undefined;
}

function bindsSelf(object: JsonObject, self: Self): boolean {
  const subjects = mapsAt(object, 'subjects');
  return subjects.some(
    ({ kind, name, namespace }) =>
      kind === 'ServiceAccount' && name === self.name && namespace === self.namespace,
  );
}

function runsAsSelf(id: ResourceId, object: JsonObject, self: Self): boolean {
  const pod = mapAt(object, 'spec', 'template', 'spec');
  return id.namespace === self.namespace && pod['serviceAccountName'] === self.name;
}

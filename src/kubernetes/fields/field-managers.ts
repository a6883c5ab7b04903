import { isInteractive } from '../../core/change/interactive.ts';
import { isObject } from '../../core/json/json.ts';
import { isControllerAnnotation } from '../objects/normalize.ts';
import { withEmptiedStructs } from './emptied-structs.ts';
import {
  type FieldSet,
  type Segments,
  fieldsOutside,
  holdsAll,
  onlyFields,
  stepOf,
  unionOf,
} from './field-set.ts';
import { type Ownership, managersOf } from './managed-fields.ts';

/** The name under which our fields are applied. */
export const FIELD_MANAGER = 'plumbline';

export function isPerson(owner: Pick<Ownership, 'manager' | 'subresource'>): boolean {
  // A subresource (scale, status) has rules of its own: an autoscaler's replicas are no edit.
  return owner.subresource === '' && isInteractive(owner.manager);
}

export function isOurs(owner: Pick<Ownership, 'manager' | 'operation' | 'subresource'>): boolean {
  return owner.manager === FIELD_MANAGER && owner.operation === 'Apply' && owner.subresource === '';
}

export function ourFields(owners: readonly Ownership[]): FieldSet {
  return unionOf(owners.filter(isOurs).map((owner) => owner.fields));
}

/** What somebody decided to leave to whoever writes it live. */
export interface Left {
  /** Which of an owner's fields are left. */
  readonly of: (owner: Ownership) => FieldSet;
  /** Whether something below the path, or all of it, is left, whoever owns it. */
  readonly within: (path: Segments) => boolean;
  /** Whether what an owner added, and is not left, goes: that of people, and of tools that are migrated from. */
  readonly gives: (owner: Ownership) => boolean;
  /** Nothing is left, and nobody is migrated from. */
  readonly usual: boolean;
}

export const LEFT_NOTHING: Left = { of: () => ({}), within: () => false, gives: isPerson, usual: true };

/** Whether something at or below a path is left alone: by its place, or as that of somebody whose fields are left. */
export function isLeftAlone(path: Segments, owners: readonly Ownership[], left: Left): boolean {
  const theirs = owners.map((owner) => ({ ...owner, fields: left.of(owner) }));
  return left.within(path) || managersOf(path.map(stepOf), theirs).length > 0;
}

/** What stays live whatever we apply: the fields of controllers and other tools, and what is left of people's. */
export function keptByOthers(owners: readonly Ownership[], left: Left): FieldSet {
  const others = owners.filter((owner) => !isOurs(owner));
  return unionOf(others.map((owner) => (left.gives(owner) ? left.of(owner) : owner.fields)));
}

/**
 * The fields that people added and that the source does not name: a sync removes them.
 * What another tool or a controller owns as well stays.
 * @param owners who owns the live object
 * @param named the fields that the source names, as the server's dry-run recorded them
 * @param left what is to be left alone, whoever wrote it
 */
export function fieldsAddedByPeople(
  owners: readonly Ownership[],
  named: FieldSet,
  left: Left = LEFT_NOTHING,
): Segments[] {
  const people = owners.filter(left.gives);
  if (people.length === 0) return [];
  const theirs = unionOf(people.map((owner) => owner.fields));
  // As after every `kubectl apply` of the source.
  if (holdsAll(named, theirs)) return [];
  const others = owners.filter((owner) => !left.gives(owner) && !isOurs(owner));
  const kept = [named, ...others.map((owner) => owner.fields), ...people.map(left.of)];
  const added = fieldsOutside(theirs, [...kept, onlyFields(theirs, restartsIn(theirs))]);
  const paths = added.filter((path) => !isServerKept(path));
  const from = [...people, ...owners.filter(isOurs)];
  return withEmptiedStructs({ paths, from, kept: [...kept, theirs], isLeft: left.within });
}

/** The marks of restarts, of a pod template above all: taking one away would restart the pods once more (flux2#2526). */
function restartsIn(set: FieldSet): Segments[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (segment.startsWith('f:') && segment.endsWith('/restartedAt')) return [[segment]];
    return isObject(node) ? restartsIn(node).map((rest) => [segment, ...rest]) : [];
  });
}

/** Fields that are never a person's edit to undo, whoever wrote them. */
export function isServerKept(path: Segments): boolean {
  const [first, second, third] = path;
  if (first === 'f:status') return true;
  if (first !== 'f:metadata') return false;
  if (second !== 'f:labels' && second !== 'f:annotations') return true;
  const name = third?.slice(2);
  return name !== undefined && isControllerAnnotation(name);
}

import { isInteractive } from '../../../core/change/interactive.ts';
import { isObject } from '../../../core/json/json.ts';
import { isControllerAnnotation } from '../../objects/normalize.ts';
import { withEmptiedStructs } from '../emptied/emptied-structs.ts';
import {
  type FieldSet,
  type Segments,
  fieldsOutside,
  holdsAll,
  onlyFields,
  stepOf,
  unionOf,
} from '../field-set.ts';
import { type Ownership, managersOf } from './managed-fields.ts';

/** The field manager of plumbline. */
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

/** The fields that a target's rules leave to their live writers. */
export interface Left {
  /** The fields of an owner that a rule leaves alone. */
  readonly of: (owner: Ownership) => FieldSet;
  /** Whether a rule leaves alone the path or something below it, whoever owns it. */
  readonly within: (path: Segments) => boolean;
  /**
   * Whether the owner's additions go unless a rule leaves them alone: those of people, and of tools that are migrated
   * from.
   */
  readonly gives: (owner: Ownership) => boolean;
  /** No rule leaves anything alone, and no tool is migrated from. */
  readonly usual: boolean;
}

export const LEFT_NOTHING: Left = { of: () => ({}), within: () => false, gives: isPerson, usual: true };

/** Whether a rule leaves alone something at or below a path, by its place or by its owner. */
export function isLeftAlone(path: Segments, owners: readonly Ownership[], left: Left): boolean {
  const theirs = owners.map((owner) => ({ ...owner, fields: left.of(owner) }));
  return left.within(path) || managersOf(path.map(stepOf), theirs).length > 0;
}

/**
 * The fields that stay live whatever plumbline applies: those of controllers and other tools, and those of people, and
 * of tools that are migrated from, that a rule leaves alone.
 */
export function keptByOthers(owners: readonly Ownership[], left: Left): FieldSet {
  const others = owners.filter((owner) => !isOurs(owner));
  return unionOf(others.map((owner) => (left.gives(owner) ? left.of(owner) : owner.fields)));
}

/**
 * The fields that people, or tools that are migrated from, added and the source does not name: a sync removes them. A
 * field that another tool or a controller owns as well stays.
 * @param owners the owners of the live object
 * @param named the fields that the source names, as the server's dry-run recorded them
 * @param left the fields to leave alone, whoever wrote them
 */
export function fieldsAddedByPeople(
  owners: readonly Ownership[],
  named: FieldSet,
  left: Left = LEFT_NOTHING,
): Segments[] {
  const people = owners.filter(left.gives);
  if (people.length === 0) return [];
  const theirs = unionOf(people.map((owner) => owner.fields));
  // The usual case, after every `kubectl apply` of the source.
  if (holdsAll(named, theirs)) return [];
  const others = owners.filter((owner) => !left.gives(owner) && !isOurs(owner));
  const kept = [named, ...others.map((owner) => owner.fields), ...people.map(left.of)];
  const added = fieldsOutside(theirs, [...kept, onlyFields(theirs, restartsIn(theirs))]);
  const paths = added.filter((path) => !isServerKept(path));
  const from = [...people, ...owners.filter(isOurs)];
  return withEmptiedStructs({ paths, from, kept: [...kept, theirs], isLeft: left.within });
}

/**
 * The `restartedAt` annotations, above all of a pod template: to remove one would restart the pods once more
 * (flux2#2526).
 */
function restartsIn(set: FieldSet): Segments[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (segment.startsWith('f:') && segment.endsWith('/restartedAt')) return [[segment]];
    return isObject(node) ? restartsIn(node).map((rest) => [segment, ...rest]) : [];
  });
}

/** Whether a field is never a person's edit to undo, whoever wrote it. */
export function isServerKept(path: Segments): boolean {
  const [first, second, third] = path;
  if (first === 'f:status') return true;
  if (first !== 'f:metadata') return false;
  if (second !== 'f:labels' && second !== 'f:annotations') return true;
  const name = third?.slice(2);
  return name !== undefined && isControllerAnnotation(name);
}

import { isObject } from '../../../core/json/json.ts';
import { type FieldPath, type PathStep, stepsOf, isSelected } from '../../../core/json/pointer.ts';
import type { IgnoreRule } from '../../../core/target/ignore-rules.ts';
import { type FieldSet, type Segments, stepOf, onlyFields } from '../field-set.ts';
import { type Left, isPerson } from '../managers/field-managers.ts';
import type { Ownership } from '../managers/managed-fields.ts';

/** The fields that a rule is about: those at its path, or those of its manager at and below it. */
export function pathsOf(rule: IgnoreRule, owners: readonly Ownership[]): FieldPath[] {
  const pointer = rule.path === undefined ? [] : stepsOf(rule.path);
  if (rule.manager === undefined) return [pointer];
  const theirs = owners.filter(({ manager }) => manager === rule.manager);
  const paths = theirs.flatMap(({ fields }) => membersOf(fields)).map((path) => path.map(stepOf));
  return paths.filter((path) => startsWith(path, pointer));
}

function membersOf(set: FieldSet): Segments[] {
  return Object.entries(set).flatMap(([segment, node]) => {
    if (segment === '.' || !isObject(node)) return [];
    const deeper = membersOf(node).map((rest) => [segment, ...rest]);
    return deeper.length > 0 ? deeper : [[segment]];
  });
}

/**
 * The fields of people, and of tools that are migrated from, that the rules leave alone.
 * @param formers field managers of such tools
 */
export function leftBy(rules: readonly IgnoreRule[], formers: readonly string[] = []): Left {
  const paths = rules.flatMap(({ manager, path }) =>
    manager === undefined && path !== undefined ? [stepsOf(path)] : [],
  );
  return {
    of: (owner) => {
      const about = rules.filter(({ manager }) => manager === undefined || manager === owner.manager);
      const pointers = about.map(({ path }) => (path === undefined ? [] : stepsOf(path)));
      const isLeft = (path: Segments) => pointers.some((pointer) => startsWith(path.map(stepOf), pointer));
      return pointers.length === 0 ? {} : onlyFields(owner.fields, membersOf(owner.fields).filter(isLeft));
    },
    within: (segments) => paths.some((path) => startsWith(path, segments.map(stepOf))),
    gives: (owner) => isPerson(owner) || (owner.subresource === '' && formers.includes(owner.manager)),
    usual: rules.length + formers.length === 0,
  };
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.every((step, i) => path[i] !== undefined && isSameStep(path[i], step));
}

function isSameStep(a: PathStep, b: PathStep): boolean {
  if ('key' in a && 'key' in b) return a.key === b.key;
  return 'entry' in a && 'entry' in b && isSelected(a.entry, b.entry);
}

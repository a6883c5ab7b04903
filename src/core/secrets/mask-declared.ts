import { type Json, type JsonObject, type Tree, type TreeObject, isObject } from '../json/json.ts';
import { mapEntries, mapValues } from '../json/map-json.ts';
import { Mask, isMarker } from '../json/marker.ts';
import { type PathStep, stepsOf, isSelected } from '../json/pointer.ts';
import { mapAt } from '../json/read-json.ts';
import { rulesFor } from '../target/ignore-rules.ts';

/** A field of matching objects that the repository's owners declare to be secret. */
export interface MaskRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** JSON pointer (RFC 6901), in which `[name=web]` selects list entries by their fields. All below it is masked. */
  readonly path: string;
}

/** The mask for a secret value: another one for each value. */
export type Hide = (value: Json) => Mask;

/** An object without the values that rules declare to be secret; maps and lists keep their names and lengths. */
export function maskDeclared(object: TreeObject, rules: readonly MaskRule[], hide: Hide): TreeObject {
  return rulesAbout(object, rules).reduce<Tree>(
    (masked, { path }) => maskAt(masked, stepsOf(path), hide),
    object,
  ) as TreeObject;
}

/** The values that `mask` hides. */
export function hiddenBy(mask: (hide: Hide) => void): Json[] {
  const found: Json[] = [];
  mask((value) => {
    found.push(value);
    return NOTHING;
  });
  return found;
}

const NOTHING = new Mask('');

/** The rules that find no field in any of the objects: misspelled, or written before their field exists. */
export function idleRules(objects: readonly JsonObject[], rules: readonly MaskRule[]): MaskRule[] {
  const finds = (object: JsonObject, rule: MaskRule) =>
    rulesAbout(object, [rule]).some(({ path }) => isThere(object, stepsOf(path)));
  return rules.filter((rule) => !objects.some((object) => finds(object, rule)));
}

function isThere(value: Tree | undefined, [step, ...rest]: readonly PathStep[]): boolean {
  if (step === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((item, i) => isAt(item, i, step) && isThere(item, rest));
  return isObject(value) && 'key' in step && Object.hasOwn(value, step.key) && isThere(value[step.key], rest);
}

/** The rules that match an object. */
export function rulesAbout(object: TreeObject, rules: readonly MaskRule[]): MaskRule[] {
  if (rules.length === 0) return [];
  const { name, namespace } = mapAt(object, 'metadata');
  return rulesFor(rules, { kind: object['kind'], name, namespace });
}

function maskAt(value: Tree, [step, ...rest]: readonly PathStep[], hide: Hide): Tree {
  if (step === undefined) return maskAll(value, hide);
  if (Array.isArray(value))
    return mapEntries(value, (item, i) => (isAt(item, i, step) ? maskAt(item, rest, hide) : item));
  if (!isObject(value) || !('key' in step) || !Object.hasOwn(value, step.key)) return value;
  return { ...value, [step.key]: maskAt(value[step.key] ?? null, rest, hide) };
}

function isAt(item: Tree, index: number, step: PathStep): boolean {
  if ('entry' in step) return isSelected(item, step.entry);
  return 'key' in step && step.key === String(index);
}

function maskAll(value: Tree, hide: Hide): Tree {
  if (Array.isArray(value)) return mapEntries(value, (item) => maskAll(item, hide));
  if (isObject(value)) return mapValues(value, (item) => maskAll(item, hide));
  return value === null || value === '' || isMarker(value) ? value : hide(value);
}

import { type Json, type JsonObject, isObject } from '../../../core/json/json.ts';
import { describePath, isSelected } from '../../../core/json/pointer.ts';
import { type FieldSet, type Segments, fieldsOutside, isMember, stepOf } from '../field-set.ts';
import { type Left, isOurs, isServerKept } from './field-managers.ts';
import type { Ownership } from './managed-fields.ts';
import { isUsual } from './usual-values.ts';

/** Field managers of tools that bring manifests from Git, or from a chart, to a cluster. */
const KNOWN = [
  /^helm(-controller)?$/,
  /^(kustomize|fleet|rancher)-?(controller|agent)?$/,
  /^argocd-(application-)?controller$/,
  /^(terraform|opentofu|pulumi|kapp|werf|skaffold|tanka|ansible|carvel|eno)([-_ ].*)?$/i,
  /^HashiCorp$/,
];

/** The most fields that one warning names: nobody reads a longer list. */
const MOST_NAMED = 8;

/**
 * The fields that a tool before plumbline wrote and plumbline does not own, in words, one text for each tool. The
 * source does not name them, and they stay live, in every plan, until the target's `take-over` says that the tool is
 * gone.
 * @param ours the fields that plumbline owns
 */
export function formerFields(
  live: JsonObject,
  owners: readonly Ownership[],
  ours: FieldSet,
  left: Left,
): string[] {
  const others = owners.filter((owner) => owner.subresource === '' && !isOurs(owner) && !left.gives(owner));
  return others
    .filter((owner) => isFormer(owner, ours))
    .flatMap((owner) => {
      const fields = fieldsOutside(owner.fields, [ours]).filter(
        (path) => !isServerKept(path) && !isFilledIn(live, path, owner),
      );
      if (fields.length === 0) return [];
      const named = fields.slice(0, MOST_NAMED).map((path) => describePath(path.map(stepOf)));
      const more = fields.length > MOST_NAMED ? ` and ${fields.length - MOST_NAMED} more` : '';
      return `${named.join(', ')}${more} (${owner.manager}) is not in the source and stays live, since another tool owns it. Where that tool is gone, set "take-over: [${owner.manager}]" for the target, and it is removed`;
    });
}

/**
 * Whether the server filled in a field: the manager of an update or create owns the defaults as well, that of an apply
 * only the applied fields.
 */
function isFilledIn(live: JsonObject, path: Segments, { operation }: Ownership): boolean {
  const last = path.at(-1) ?? '';
  const value = path.map(stepOf).reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at))
      return 'entry' in step ? at.find((item) => isSelected(item, step.entry)) : undefined;
    return isObject(at) && 'key' in step ? at[step.key] : undefined;
  }, live);
  return operation === 'Update' && last.startsWith('f:') && isUsual(last.slice(2), value);
}

/**
 * Whether an owner is a former tool: by its name, or because it owns more than half of plumbline's fields, and so has
 * applied the same object.
 */
function isFormer({ manager, fields }: Ownership, ours: FieldSet): boolean {
  if (KNOWN.some((name) => name.test(manager))) return true;
  const all = countShared(ours, ours);
  return all > 0 && countShared(ours, fields) * 2 > all;
}

function countShared(set: FieldSet, other: FieldSet): number {
  let count = 0;
  for (const [segment, node] of Object.entries(set)) {
    const theirs = other[segment];
    if (segment === '.' || !isObject(node) || !isObject(theirs)) continue;
    count += isMember(node) && isMember(theirs) ? 1 : 0;
    count += countShared(node, theirs);
  }
  return count;
}

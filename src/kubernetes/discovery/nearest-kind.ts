import leven from 'leven';
import type { ResourceType } from '../client/resource-type.ts';

/** The kind that was probably meant: the same one in another version or group, else the nearest spelling. */
export function suggestKind(
  types: readonly ResourceType[],
  group: string,
  kind: string,
): ResourceType | undefined {
  const sameKind = types.filter((type) => type.kind === kind);
  const elsewhere = sameKind.find((type) => type.group === group) ?? sameKind[0];
  return elsewhere ?? nearestSpelling(types, group, kind);
}

/**
 * The kind with the nearest spelling: a third of the letters may differ; of two equally near, the one in the given
 * group.
 */
function nearestSpelling(
  types: readonly ResourceType[],
  group: string,
  kind: string,
): ResourceType | undefined {
  const most = Math.floor(kind.length / 3);
  const wanted = kind.toLowerCase();
  const near = types
    .map((type) => ({ type, distance: leven(wanted, type.kind.toLowerCase()) }))
    .filter(({ distance }) => distance <= most);
  const foreign = (type: ResourceType) => (type.group === group ? 0 : 1);
  near.sort((a, b) => a.distance - b.distance || foreign(a.type) - foreign(b.type));
  return near[0]?.type;
}

import type { JsonObject } from '../../json/json.ts';
import type { Change, Mark } from '../change.ts';
import { lostWith } from '../reasons-to-keep.ts';
import type { ResourceId } from '../resource.ts';
import { type Risk, at, warning } from './risk.ts';

export const DATA_LOSS: Risk = { actions: ['delete', 'replace'], marksOf: lossesOf };

/** Volume claims that outlive their StatefulSet. */
export const KEPT_CLAIMS: Risk = { actions: ['delete', 'replace'], marksOf: keptClaims };

/** The loss of data or other objects that comes with a deletion: the loudest mark. */
export function lossesOf({ id }: Pick<Change, 'id'>, live: JsonObject): Mark[] {
  const retention = at(live, ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted']);
  const claims = hasClaims(id, live) && retention === 'Delete';
  const loss =
    lostWith(id) ?? (claims ? 'its volume claims, and the data in them, are deleted with it' : undefined);
  return loss === undefined ? [] : [{ level: 'danger', text: loss }];
}

/** Whether an object holds others or data, which an object of another name would not have. */
export function holdsData(id: ResourceId, live: JsonObject): boolean {
  return lostWith(id) !== undefined || hasClaims(id, live);
}

function hasClaims({ group, kind }: ResourceId, live: JsonObject): boolean {
  const claims = at(live, ['spec', 'volumeClaimTemplates']);
  return group === 'apps' && kind === 'StatefulSet' && Array.isArray(claims) && claims.length > 0;
}

function keptClaims({ id, action }: Change, live: JsonObject): Mark[] {
  if (!hasClaims(id, live) || lossesOf({ id }, live).length > 0) return [];
  return [
    warning(
      action === 'delete'
        ? 'its volume claims stay, without anything that uses them'
        : 'its volume claims stay as they are: changed claim templates do not reach them',
    ),
  ];
}

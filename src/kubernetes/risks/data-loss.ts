import type { Change, Mark } from '../../core/change/change.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { lostWith } from '../objects/reasons-to-keep.ts';
import { type ResourceId, idOf } from '../objects/resource.ts';
import { type Risk, at, warning } from './risk.ts';

export const DATA_LOSS: Risk = { actions: ['delete', 'replace'], marksOf: lossesOf };

/** Volume claims that outlive their StatefulSet. */
export const KEPT_CLAIMS: Risk = { actions: ['delete', 'replace'], marksOf: keptClaims };

/** The loss of data or other objects that comes with a deletion: the loudest mark. */
function lossesOf({ subject }: Pick<Change, 'subject'>, live: JsonObject): Mark[] {
  const id = idOf(subject);
  const retention = at(live, ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted']);
  const claims = hasClaims(id, live) && retention === 'Delete';
  const loss =
    lostWith(id) ?? (claims ? 'its volume claims, and the data in them, are deleted with it' : undefined);
  return loss === undefined ? [] : [{ level: 'danger', text: loss, risk: 'data-loss' }];
}

function hasClaims({ group, kind }: ResourceId, live: JsonObject): boolean {
  const claims = at(live, ['spec', 'volumeClaimTemplates']);
  return group === 'apps' && kind === 'StatefulSet' && Array.isArray(claims) && claims.length > 0;
}

function keptClaims({ subject, action }: Change, live: JsonObject): Mark[] {
  if (!hasClaims(idOf(subject), live) || lossesOf({ subject }, live).length > 0) return [];
  return [
    warning(
      'data-left',
      action === 'delete'
        ? 'its volume claims stay, without anything that uses them'
        : 'its volume claims stay as they are: changed claim templates do not reach them',
    ),
  ];
}

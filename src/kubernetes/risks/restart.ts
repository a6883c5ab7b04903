import type { Change, Mark } from '../../core/change/change.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { idOf } from '../objects/resource.ts';
import { type Risk, at, isAt, warning } from './risk.ts';

export const RESTART: Risk = { actions: ['update'], marksOf: restarted };

const WITH_PODS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** CronJobs and ReplicaSets are left out: a changed template reaches only the next job, or no running pod. */
function restarted({ subject, fields }: Change, live: JsonObject): Mark[] {
  const differs =
    WITH_PODS.has(idOf(subject).kind) && fields.some(({ path }) => isAt(path, ['spec', 'template']));
  if (!differs) return [];
  const byHand = at(live, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
  return byHand
    ? [{ level: 'note', text: 'its pods stay as they are until they are deleted (OnDelete)' }]
    : [warning('restart', 'restarts its pods')];
}

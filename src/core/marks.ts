import type { Change, FieldPath, Mark } from './change.ts';
import type { JsonObject } from './json.ts';

const WITH_PODS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What a reviewer must not overlook in a change of a live object. */
export function marksOf(change: Change, _live: JsonObject): Mark[] {
  const restarts =
    WITH_PODS.has(change.id.kind) &&
    change.fields.some(({ path }) => isKey(path, 0, 'spec') && isKey(path, 1, 'template'));
  return restarts ? [{ level: 'warning', text: 'restarts its pods' }] : [];
}

function isKey(path: FieldPath, at: number, key: string): boolean {
  const step = path[at];
  return step !== undefined && 'key' in step && step.key === key;
}

import { type Json, type JsonObject, isObject } from '../json/json.ts';
import type { FieldPath } from '../json/pointer.ts';
import type { Change, FieldChange, Mark } from './change.ts';
import { lostWith } from './reasons-to-keep.ts';
import type { ResourceId } from './resource.ts';

/**
 * The marks of a change: the risks that a reviewer must not overlook, the loudest first.
 * @param live the live object, not masked: none of its values gets into a mark
 */
export function marksOf(change: Change, live: JsonObject): Mark[] {
  const { action } = change;
  if (action === 'delete') return [...lossesOf(change, live), ...keptClaims(change, live)];
  if (action === 'replace')
    return [...lossesOf(change, live), ...keptClaims(change, live), ...replaceLosses(change)];
  if (action !== 'update') return [];
  return [...emptied(change), ...routed(change), ...restarted(change, live), ...sealed(change)];
}

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

/** Losses of a replacement beside data, by `group/Kind`. */
const LOST: Readonly<Record<string, string>> = {
  '/Pod': 'the pod stops before a new one starts',
  '/Service': 'its addresses (cluster IP, load balancer, node ports) may become others',
  'apps/DaemonSet': 'all its pods stop before new ones start',
  'apps/Deployment': 'all its pods stop before new ones start',
  'apps/ReplicaSet': 'all its pods stop before new ones start',
  'apps/StatefulSet': 'all its pods stop before new ones start',
  'batch/CronJob': 'its history, and jobs that run now, are deleted with it',
  'batch/Job': 'its pods and their logs are deleted with it, and it runs once more',
  'networking.k8s.io/Ingress': 'it is unreachable meanwhile, and its address may become another',
};

function replaceLosses({ id }: Change): Mark[] {
  const text = LOST[`${id.group}/${id.kind}`];
  return text === undefined ? [] : [{ level: 'warning', text }];
}

const SCALED: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

function emptied({ id, fields }: Change): Mark[] {
  const off =
    SCALED.has(id.kind) && fields.some((field) => isAt(field.path, ['spec', 'replicas']) && isZero(field));
  return off ? [{ level: 'danger', text: 'scales to zero: none of its pods stays' }] : [];
}

function isZero({ before, after }: FieldChange): boolean {
  return Number(after) === 0 && before !== undefined && Number(before) > 0;
}

function routed({ id, fields }: Change): Mark[] {
  if (id.group !== '' || id.kind !== 'Service') return [];
  const differs = (key: string) => fields.some(({ path }) => isAt(path, ['spec', key]));
  return [
    ...(differs('selector') ? [warning('its traffic goes to other pods')] : []),
    ...(differs('type') ? [warning('another type of Service: who can reach it changes')] : []),
  ];
}

const WITH_PODS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** CronJobs and ReplicaSets are left out: a changed template reaches only the next job, or no running pod. */
function restarted({ id, fields }: Change, live: JsonObject): Mark[] {
  const differs = WITH_PODS.has(id.kind) && fields.some(({ path }) => isAt(path, ['spec', 'template']));
  if (!differs) return [];
  const byHand = at(live, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
  return byHand
    ? [{ level: 'note', text: 'its pods stay as they are until they are deleted (OnDelete)' }]
    : [warning('restarts its pods')];
}

/** Each encryption of a value makes another ciphertext, even if the value is the same. */
function sealed({ id, fields }: Change): Mark[] {
  if (id.group !== 'bitnami.com' || id.kind !== 'SealedSecret') return [];
  const differs = fields.some(
    ({ path, before, after }) =>
      isAt(path, ['spec', 'encryptedData']) && before !== undefined && after !== undefined,
  );
  return differs ? [{ level: 'note', text: RESEALED }] : [];
}

const RESEALED =
  'its ciphertext differs, as it does after each encryption: whether a value changes cannot be seen from it';

function warning(text: string): Mark {
  return { level: 'warning', text };
}

/** Whether a path is at a place or below it. */
function isAt(path: FieldPath, place: readonly string[]): boolean {
  return place.every((key, i) => {
    const step = path[i];
    return step !== undefined && 'key' in step && step.key === key;
  });
}

function at(object: JsonObject, place: readonly string[]): Json | undefined {
  return place.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), object);
}

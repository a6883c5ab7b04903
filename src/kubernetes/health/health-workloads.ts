import { type JsonObject, isObject } from '../../core/json/json.ts';
import { numberAt, textAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';
import { HEALTHY, conditionOf, failed, progressing, sentence } from './health-fields.ts';

/** A count: its name, its value, and the value to reach. */
type Count = readonly [what: string, have: number, want: number];

/** The first count that is short, as `2 of 3 updated`. */
function shortOf(counts: readonly Count[]): Health | undefined {
  const short = counts.find(([, have, want]) => have < want);
  return short && progressing(`${short[1]} of ${short[2]} ${short[0]}`);
}

function surplus(have: number, want: number): Health | undefined {
  return have > want ? progressing(`${have - want} old pods still there`) : undefined;
}

function status(object: JsonObject, field: string): number {
  return numberAt(object, 'status', field) ?? 0;
}

function wantedReplicas(object: JsonObject): number {
  return numberAt(object, 'spec', 'replicas') ?? 1;
}

/** The controller writes this value where no progress deadline is set, and then no `Progressing` condition. */
const NO_DEADLINE = 2_147_483_647;

export function deployment(object: JsonObject): Health {
  const progress = conditionOf(object, 'Progressing');
  if (progress?.['reason'] === 'ProgressDeadlineExceeded') return failed(sentence(progress));
  // Declared to stand still: there is no rollout to wait for.
  if (isObject(object['spec']) && object['spec']['paused'] === true) return HEALTHY;
  const want = wantedReplicas(object);
  const updated = status(object, 'updatedReplicas');
  const rolling =
    shortOf([
      ['created', status(object, 'replicas'), want],
      ['updated', updated, want],
    ]) ??
    surplus(status(object, 'replicas'), want) ??
    shortOf([
      ['available', status(object, 'availableReplicas'), updated],
      ['ready', status(object, 'readyReplicas'), want],
    ]);
  return rolling === undefined ? settled(object, progress) : withRefusal(rolling, object);
}

/** Adds why a count is not reached, where the server refuses the pods: a quota, a policy. */
function withRefusal(rolling: Health, object: JsonObject): Health {
  const failure = conditionOf(object, 'ReplicaFailure');
  if (failure?.['status'] !== 'True' || rolling.status === 'healthy') return rolling;
  return { ...rolling, reason: `${rolling.reason}: ${sentence(failure)}` };
}

function settled(object: JsonObject, progress: JsonObject | undefined): Health {
  const deadline = numberAt(object, 'spec', 'progressDeadlineSeconds') ?? NO_DEADLINE;
  const complete = progress?.['status'] === 'True' && progress['reason'] === 'NewReplicaSetAvailable';
  if (deadline !== NO_DEADLINE && !complete) return progressing('its new ReplicaSet is not available yet');
  const available = conditionOf(object, 'Available')?.['status'] === 'True';
  return available ? HEALTHY : progressing('not available yet');
}

export function statefulSet(object: JsonObject): Health {
  // Its pods are replaced when somebody deletes them: nothing to wait for.
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return HEALTHY;
  const want = wantedReplicas(object);
  const replicas = status(object, 'replicas');
  const scaling =
    shortOf([
      ['created', replicas, want],
      ['ready', status(object, 'readyReplicas'), want],
    ]) ?? surplus(replicas, want);
  return scaling ?? rolledOut(object, want) ?? HEALTHY;
}

function rolledOut(object: JsonObject, want: number): Health | undefined {
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  if (partition !== undefined) {
    return shortOf([['updated', status(object, 'updatedReplicas'), want - partition]]);
  }
  const short = shortOf([['current', status(object, 'currentReplicas'), want]]);
  const current = textAt(object, 'status', 'currentRevision');
  const behind = current !== textAt(object, 'status', 'updateRevision');
  return short ?? (behind ? progressing('the new revision is not rolled out yet') : undefined);
}

export function daemonSet(object: JsonObject): Health {
  const seen = numberAt(object, 'status', 'observedGeneration');
  const want = numberAt(object, 'status', 'desiredNumberScheduled');
  if (seen === undefined || want === undefined) return progressing('its controller has not seen it yet');
  const short = shortOf([
    ['scheduled', status(object, 'currentNumberScheduled'), want],
    ['updated', status(object, 'updatedNumberScheduled'), want],
    ['available', status(object, 'numberAvailable'), want],
    ['ready', status(object, 'numberReady'), want],
  ]);
  return short ?? HEALTHY;
}

export function replicaSet(object: JsonObject): Health {
  const failure = conditionOf(object, 'ReplicaFailure');
  if (failure?.['status'] === 'True') return progressing(sentence(failure));
  const want = wantedReplicas(object);
  const short = shortOf([
    ['labelled', status(object, 'fullyLabeledReplicas'), want],
    ['available', status(object, 'availableReplicas'), want],
    ['ready', status(object, 'readyReplicas'), want],
  ]);
  return short ?? surplus(status(object, 'replicas'), want) ?? HEALTHY;
}

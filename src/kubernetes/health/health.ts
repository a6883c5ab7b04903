import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, numberAt, textAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';
import { groupOf } from '../objects/resource.ts';
import { HEALTHY, conditionOf, failed, progressing, sentence } from './health-fields.ts';
import { podHealth } from './health-pod.ts';
import { daemonSet, deployment, replicaSet, statefulSet } from './health-workloads.ts';

type Rule = (object: JsonObject) => Health;

/**
 * The health of a live object, by the rules of kstatus
 * (https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus), with two additions: a Pod that ended in
 * failure has failed, and a kind without a rule is not healthy while its own `Ready` condition is not true. Pure: no
 * health becomes a failure by waiting.
 */
export function healthOf(object: JsonObject): Health {
  const rule = RULES[`${groupOf(textAt(object, 'apiVersion'))}/${textAt(object, 'kind')}`] ?? readyCondition;
  return deletion(object) ?? generation(object) ?? standardConditions(object) ?? rule(object);
}

const RULES: Readonly<Record<string, Rule>> = {
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'apps/ReplicaSet': replicaSet,
  '/Pod': podHealth,
  '/PersistentVolumeClaim': claim,
  '/Service': service,
  'batch/Job': job,
  'batch/CronJob': () => HEALTHY,
  // Its controller has seen it once `observedGeneration` agrees, and it has no other duty.
  'policy/PodDisruptionBudget': () => HEALTHY,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
};

function deletion(object: JsonObject): Health | undefined {
  const time = textAt(object, 'metadata', 'deletionTimestamp');
  return time === '' ? undefined : progressing('terminating');
}

/** The health of an object whose status is of an older generation: such a status says nothing about this one. */
function generation(object: JsonObject): Health | undefined {
  const wanted = numberAt(object, 'metadata', 'generation');
  const seen = numberAt(object, 'status', 'observedGeneration');
  if (wanted === undefined || seen === undefined || wanted === seen) return undefined;
  return progressing(`its controller has seen generation ${seen} of ${wanted}`);
}

function standardConditions(object: JsonObject): Health | undefined {
  // The first of the two that is true counts, as in kstatus.
  const found = mapsAt(object, 'status', 'conditions').find(
    ({ type, status }) => status === 'True' && (type === 'Reconciling' || type === 'Stalled'),
  );
  if (found === undefined) return undefined;
  return found['type'] === 'Stalled' ? failed(sentence(found)) : progressing(sentence(found));
}

function readyCondition(object: JsonObject): Health {
  const ready = conditionOf(object, 'Ready');
  return ready === undefined || ready['status'] === 'True' ? HEALTHY : progressing(sentence(ready));
}

function claim(object: JsonObject): Health {
  const phase = textAt(object, 'status', 'phase') || 'unknown';
  return phase === 'Bound' ? HEALTHY : progressing(`not bound (${phase})`);
}

function service(object: JsonObject): Health {
  const balanced = textAt(object, 'spec', 'type') === 'LoadBalancer';
  return balanced && textAt(object, 'spec', 'clusterIP') === ''
    ? progressing('no cluster address yet')
    : HEALTHY;
}

/** The health of a Job. A running Job is healthy: whoever needs its result waits for the `Complete` condition. */
function job(object: JsonObject): Health {
  const ended = conditionOf(object, 'Failed');
  if (ended?.['status'] === 'True') return failed(sentence(ended));
  for (const done of ['Complete', 'Suspended']) {
    if (conditionOf(object, done)?.['status'] === 'True') return HEALTHY;
  }
  return textAt(object, 'status', 'startTime') === '' ? progressing('not started') : HEALTHY;
}

function definition(object: JsonObject): Health {
  const names = conditionOf(object, 'NamesAccepted');
  if (names?.['status'] === 'False') return failed(sentence(names));
  const established = conditionOf(object, 'Established');
  if (established?.['status'] === 'True') return HEALTHY;
  const refused = established?.['status'] === 'False' && established['reason'] !== 'Installing';
  return refused ? failed(sentence(established)) : progressing('not established yet');
}

import type { JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';
import { HEALTHY, conditionOf, failed, progressing, sentence } from './health-fields.ts';
import { healthOf } from './health.ts';

/** The health of an object at its end: a Job or Pod must have succeeded; any other kind only has to be healthy. */
export function endOf(object: JsonObject): Health {
  const kind = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  if (kind === 'batch/v1 Job') return endOfJob(object);
  if (kind === 'v1 Pod') return endOfPod(object);
  return healthOf(object);
}

function endOfJob(job: JsonObject): Health {
  const ended = conditionOf(job, 'Failed');
  if (ended?.['status'] === 'True') return failed(sentence(ended));
  return conditionOf(job, 'Complete')?.['status'] === 'True' ? HEALTHY : progressing('it still runs');
}

function endOfPod(pod: JsonObject): Health {
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded') return HEALTHY;
  return phase === 'Failed'
    ? failed(textAt(pod, 'status', 'message') || 'it failed')
    : progressing('it still runs');
}

import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import type { Health } from '../../core/sync/outcome.ts';
import { HEALTHY, conditionOf, failed, progressing, sentence } from './health-fields.ts';

export function podHealth(pod: JsonObject): Health {
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded') return HEALTHY;
  // kstatus takes this for current; but such a pod does no work, and never will.
  if (phase === 'Failed') return failed(endOf(pod));
  if (phase === 'Running') return runningPod(pod);
  return phase === 'Pending' ? pendingPod(pod) : progressing('not seen by its node yet');
}

function endOf(pod: JsonObject): string {
  const said = [textAt(pod, 'status', 'reason'), textAt(pod, 'status', 'message')].filter(
    (part) => part !== '',
  );
  return said.join(': ') || 'ended without success';
}

function runningPod(pod: JsonObject): Health {
  if (conditionOf(pod, 'Ready')?.['status'] === 'True') return HEALTHY;
  const looping = mapsAt(pod, 'status', 'containerStatuses').filter(
    (container) => textAt(container, 'state', 'waiting', 'reason') === 'CrashLoopBackOff',
  );
  if (looping.length === 0) return progressing(`running, but not ready${waitingText(pod)}`);
  return failed(`crash loop: ${looping.map((container) => textAt(container, 'name')).join(', ')}`);
}

/**
 * The health of a pending pod. A pod that finds no node may still get one: kstatus gives up after 15 s, the caller's
 * own timeout later.
 */
function pendingPod(pod: JsonObject): Health {
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.['status'] === 'False') return progressing(sentence(scheduled));
  return progressing(`pending${waitingText(pod)}`);
}

/** The reasons for which containers wait: `: web (ImagePullBackOff)`. */
function waitingText(pod: JsonObject): string {
  const waiting = ['initContainerStatuses', 'containerStatuses']
    .flatMap((field) => mapsAt(pod, 'status', field))
    .map((container) => [textAt(container, 'name'), textAt(container, 'state', 'waiting', 'reason')])
    .filter(([, reason]) => reason !== '');
  return waiting.length === 0 ? '' : `: ${waiting.map(([name, reason]) => `${name} (${reason})`).join(', ')}`;
}

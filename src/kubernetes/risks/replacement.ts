import type { Change, Mark } from '../../core/change/change.ts';
import { type Risk, warning } from './risk.ts';

export const REPLACEMENT: Risk = { actions: ['replace'], marksOf: replaceLosses };

/** Losses of a replacement beside data, by kind. */
const LOST: Readonly<Record<string, string>> = {
  Pod: 'the pod stops before a new one starts',
  Service: 'its addresses (cluster IP, load balancer, node ports) may become others',
  'apps/DaemonSet': 'all its pods stop before new ones start',
  'apps/Deployment': 'all its pods stop before new ones start',
  'apps/ReplicaSet': 'all its pods stop before new ones start',
  'apps/StatefulSet': 'all its pods stop before new ones start',
  'batch/CronJob': 'its history, and jobs that run now, are deleted with it',
  'batch/Job': 'its pods and their logs are deleted with it, and it runs once more',
  'networking.k8s.io/Ingress': 'it is unreachable meanwhile, and its address may become another',
};

function replaceLosses({ subject: { kind } }: Change): Mark[] {
  const text = LOST[kind];
  return text === undefined ? [] : [warning('replacement', text)];
}

import { type Json, equalJson, isContainer, isObject } from '../../../core/json/json.ts';

/**
 * The server's defaults, by the name of the field; `undefined` for a value that the server assigns, whatever it is. Not
 * complete, and need not be.
 */
const USUAL: Readonly<Record<string, readonly Json[] | undefined>> = {
  allocateLoadBalancerNodePorts: [true],
  backoffLimit: [6],
  clusterIP: undefined,
  clusterIPs: undefined,
  completionMode: ['NonIndexed'],
  completions: [1],
  concurrencyPolicy: ['Allow'],
  defaultMode: [420],
  dnsPolicy: ['ClusterFirst'],
  externalTrafficPolicy: ['Cluster'],
  failedJobsHistoryLimit: [1],
  failureThreshold: [3],
  finalizers: undefined,
  healthCheckNodePort: undefined,
  imagePullPolicy: ['Always', 'IfNotPresent'],
  internalTrafficPolicy: ['Cluster'],
  ipFamilies: undefined,
  ipFamilyPolicy: undefined,
  manualSelector: [false],
  maxSurge: ['25%', 0],
  maxUnavailable: ['25%', 1],
  nodePort: undefined,
  parallelism: [1],
  partition: [0],
  periodSeconds: [10],
  podManagementPolicy: ['OrderedReady'],
  podReplacementPolicy: ['TerminatingOrFailed'],
  progressDeadlineSeconds: [600],
  protocol: ['TCP'],
  restartPolicy: ['Always'],
  revisionHistoryLimit: [10],
  schedulerName: ['default-scheduler'],
  scheme: ['HTTP'],
  sessionAffinity: ['None'],
  successThreshold: [1],
  successfulJobsHistoryLimit: [3],
  suspend: [false],
  terminationGracePeriodSeconds: [30],
  terminationMessagePath: ['/dev/termination-log'],
  terminationMessagePolicy: ['File'],
  timeoutSeconds: [1],
  type: ['ClusterIP', 'Opaque', 'RollingUpdate'],
  volumeMode: ['Filesystem'],
  volumeName: undefined,
  whenDeleted: ['Retain'],
  whenScaled: ['Retain'],
};

/** Whether a value says no more than the server's defaults, which the manager that creates an object owns too. */
export function isUsual(field: string, value: Json | undefined): boolean {
  if (Object.hasOwn(USUAL, field))
    return USUAL[field]?.some((usual) => value !== undefined && equalJson(usual, value)) ?? true;
  if (isObject(value)) return Object.entries(value).every(([key, item]) => isUsual(key, item));
  return isContainer(value) && Object.keys(value).length === 0;
}

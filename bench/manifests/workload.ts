import { type Manifest, labelsOf, manifest } from './metadata.ts';
import { podSpec, podTemplate } from './pod.ts';
import type { Service } from './service.ts';

/** What runs the service: mostly a Deployment. None has a pod, so that controllers have little to do. */
export function workload(service: Service): Manifest {
  if (service.index % 9 === 4) return statefulSet(service);
  if (service.index % 15 === 7) return daemonSet(service);
  return service.index % 12 === 9 ? cronJob(service) : deployment(service);
}

function deployment(service: Service): Manifest {
  return manifest(service, 'apps/v1', 'Deployment', {
    spec: {
      replicas: 0,
      revisionHistoryLimit: service.historyLimit,
      selector: { matchLabels: labelsOf(service) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: podTemplate(service),
    },
  });
}

function statefulSet(service: Service): Manifest {
  return manifest(service, 'apps/v1', 'StatefulSet', {
    spec: {
      replicas: 0,
      revisionHistoryLimit: service.historyLimit,
      serviceName: service.name,
      selector: { matchLabels: labelsOf(service) },
      template: podTemplate(service),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  });
}

function daemonSet(service: Service): Manifest {
  const template = podTemplate(service);
  return manifest(service, 'apps/v1', 'DaemonSet', {
    spec: {
      revisionHistoryLimit: service.historyLimit,
      selector: { matchLabels: labelsOf(service) },
      // No node has it: no pod.
      template: { ...template, spec: { ...template.spec, nodeSelector: { 'example.com/edge': 'true' } } },
    },
  });
}

function cronJob(service: Service): Manifest {
  const template = { spec: { ...podSpec(service), restartPolicy: 'Never' } };
  return manifest(service, 'batch/v1', 'CronJob', {
    spec: {
      schedule: '15 3 * * *',
      suspend: true,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: service.historyLimit,
      jobTemplate: { spec: { backoffLimit: 2, template } },
    },
  });
}

import { labelsOf } from './metadata.ts';
import type { Service } from './service.ts';

/** The pods that the workloads of a service would have: none ever runs. */
export function podTemplate(service: Service) {
  return { metadata: { labels: labelsOf(service) }, spec: podSpec(service) };
}

export function podSpec(service: Service) {
  return {
    serviceAccountName: service.name,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(service)],
    volumes: [
      { name: 'config', configMap: { name: service.name } },
      { name: 'scratch', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

function container(service: Service) {
  const probe = { httpGet: { path: '/health', port: 'http' }, periodSeconds: 10 };
  return {
    name: 'main',
    image: `registry.example.com/${service.name}:${service.tag}`,
    args: ['--config=/etc/service/service.yaml'],
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
    env: environment(service),
    readinessProbe: probe,
    livenessProbe: { ...probe, initialDelaySeconds: 30, failureThreshold: 5 },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/service', readOnly: true },
      { name: 'scratch', mountPath: '/tmp' },
    ],
  };
}

function environment({ name, logLevel }: Service) {
  return [
    { name: 'LOG_LEVEL', value: logLevel },
    { name: 'DATABASE_HOST', value: `${name}.databases.example.com` },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } },
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
}

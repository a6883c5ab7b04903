import { type Manifest, labelsOf, manifest } from './metadata.ts';
import type { Service } from './service.ts';

/** What a service has beside its workload: seven objects. */
export function surroundings(service: Service): Manifest[] {
  return [
    manifest(service, 'v1', 'ServiceAccount', { automountServiceAccountToken: false }),
    role(service),
    roleBinding(service),
    configMap(service),
    manifest(service, 'v1', 'Secret', {
      type: 'Opaque',
      stringData: { password: `made-up-${service.name}`, token: 'c2FtcGxl'.repeat(8) },
    }),
    manifest(service, 'v1', 'Service', {
      spec: {
        selector: labelsOf(service),
        ports: [
          { name: 'http', port: 80, targetPort: 'http' },
          { name: 'metrics', port: 9090, targetPort: 'metrics', protocol: 'TCP' },
        ],
      },
    }),
    extra(service),
  ];
}

function role(service: Service): Manifest {
  const read = ['get', 'list', 'watch'];
  return manifest(service, 'rbac.authorization.k8s.io/v1', 'Role', {
    rules: [
      { apiGroups: [''], resources: ['configmaps'], verbs: read },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...read, 'create', 'update'] },
    ],
  });
}

function roleBinding(service: Service): Manifest {
  const { name, namespace } = service;
  return manifest(service, 'rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

function configMap(service: Service): Manifest {
  const routes = Array.from(
    { length: 12 },
    (_, index) => `  - path: /v1/resource-${index}\n    weight: 100\n`,
  );
  return manifest(service, 'v1', 'ConfigMap', {
    data: {
      'service.yaml': `listen: 8080\nname: ${service.name}\nmode: ${service.mode}\nroutes:\n${routes.join('')}`,
      'log4j.properties': 'rootLogger.level = info\nappender.console.type = Console\n',
    },
  });
}

/** One of four, in turn. */
function extra(service: Service): Manifest {
  const kinds = [ingress, autoscaler, disruptionBudget, networkPolicy];
  return (kinds[service.index % kinds.length] ?? ingress)(service);
}

function ingress(service: Service): Manifest {
  const backend = { service: { name: service.name, port: { name: 'http' } } };
  return manifest(service, 'networking.k8s.io/v1', 'Ingress', {
    spec: {
      ingressClassName: 'public',
      tls: [{ hosts: [`${service.name}.example.com`], secretName: `${service.name}-tls` }],
      rules: [
        {
          host: `${service.name}.example.com`,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
        },
      ],
    },
  });
}

function autoscaler(service: Service): Manifest {
  const target = { type: 'Utilization', averageUtilization: 70 };
  return manifest(service, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service.name },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  });
}

function disruptionBudget(service: Service): Manifest {
  return manifest(service, 'policy/v1', 'PodDisruptionBudget', {
    spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(service) } },
  });
}

function networkPolicy(service: Service): Manifest {
  return manifest(service, 'networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: { matchLabels: labelsOf(service) },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }],
    },
  });
}

import type { FieldRules } from '../../src/core/target/target.ts';
import type { KubernetesSpec, KubernetesTarget } from '../../src/kubernetes/config/target.ts';

/** A target's settings side by side, whatever they belong to. */
export type Settings = Partial<KubernetesTarget & FieldRules & KubernetesSpec>;

/** A target in the sandbox cluster. */
export function targetIn(namespace: string, settings: Settings = {}): KubernetesTarget {
  const { id = namespace, path = '.', destination = 'sandbox', ...others } = settings;
  const { dependsOn, neighbours, grant, spec, rules, ignore = [], mask = [], ...own } = others;
  return {
    id,
    environment: 'test',
    engine: 'kubernetes',
    destination,
    path,
    rules: { ignore, mask, ...rules },
    spec: {
      cluster: destination,
      render: 'plain',
      namespace,
      prune: true,
      allowEmpty: false,
      replace: [],
      confirmDelete: [],
      ...spec,
      ...own,
    },
    ...(dependsOn && { dependsOn }),
    ...(neighbours && { neighbours }),
    ...(grant !== undefined && { grant }),
  };
}

import type { Service } from './service.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

export function labelsOf({ name }: Service): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

export function manifest(
  service: Service,
  apiVersion: string,
  kind: string,
  rest: Record<string, unknown>,
): Manifest {
  const labels = { ...labelsOf(service), 'app.kubernetes.io/part-of': 'shop' };
  return {
    apiVersion,
    kind,
    metadata: { name: service.name, namespace: service.namespace, labels },
    ...rest,
  };
}

const print = (object: object) => `${JSON.stringify(object)}\n---\n`;

/** Metadata, or just annotations. */
type Annotations = Readonly<Record<string, string>>;

export function map(name: string, annotations: Annotations = {}, value = '1'): string {
  return print({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data: { value } });
}

export function account(name: string, annotations: Annotations): string {
  return print({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, annotations } });
}

export interface JobOptions {
  /** Without it the pod runs as `default`. */
  readonly account?: string;
  /** It never gets a node, and has failed after a second. */
  readonly fails?: boolean;
  /** The name is made of this one. */
  readonly generated?: boolean;
  /** Text by which one version of it differs from another. */
  readonly version?: string;
}

export function job(name: string, annotations: Annotations, options: JobOptions = {}): string {
  const { account: serviceAccountName, fails = false, generated = false, version = '1' } = options;
  const containers = [{ name: 'c', image: `c:${version}` }];
  const spec = {
    restartPolicy: 'Never',
    containers,
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    ...(fails && { nodeSelector: { none: 'such' } }),
  };
  return print({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...(generated ? { generateName: name } : { name }), annotations },
    spec: { ...(fails && { activeDeadlineSeconds: 1 }), template: { spec } },
  });
}

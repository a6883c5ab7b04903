/** One service of the made-up company: its file declares about eight objects. */
export interface Service {
  readonly name: string;
  readonly namespace: string;
  /** Says which kinds it has. */
  readonly index: number;
  /** What people change from one commit to the next. */
  readonly tag: string;
  readonly logLevel: string;
  readonly historyLimit: number;
  readonly mode: string;
}

export interface Mix {
  /** Namespaces are `bench-<set>-0`, …: each tool has objects of its own, which it applied. */
  readonly set: string;
  /** How many objects in all. */
  readonly objects: number;
  /** How many of them differ from those of the mix without changes. */
  readonly changed: number;
}

const NAMESPACES = 4;

export function namespacesOf(set: string): string[] {
  return Array.from({ length: NAMESPACES }, (_, index) => `bench-${set}-${index}`);
}

export function unchangedService(set: string, index: number): Service {
  const namespace = `bench-${set}-${index % NAMESPACES}`;
  const values = { tag: '1.4.2', logLevel: 'info', historyLimit: 5, mode: 'production' };
  return { name: `service-${index}`, namespace, index, ...values };
}

const CHANGES: readonly Partial<Service>[] = [
  { tag: '1.5.0' },
  { logLevel: 'debug' },
  { historyLimit: 8 },
  { mode: 'maintenance' },
];

/** Each of these changes one object: the workload, or the ConfigMap. */
export function changedService(service: Service, turn: number): Service {
  return { ...service, ...CHANGES[turn % CHANGES.length] };
}

import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/core/json/json.ts';

/** An object of which any of these fields may be missing. */
export function some(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

/** An object with all of the first fields, and any of the second. */
export function all(
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  others: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<JsonObject> {
  const made = fc.record({ ...fields, ...others }, { requiredKeys: Object.keys(fields) });
  return made as fc.Arbitrary<JsonObject>;
}

/** A list with a key of its own for every entry. */
export function keyed(entry: fc.Arbitrary<JsonObject>, key: string, most = 3): fc.Arbitrary<JsonObject[]> {
  return fc.uniqueArray(entry, { selector: (item) => item[key], maxLength: most });
}

/** The value, or what means the same as leaving the field out. */
export function orNothing(value: fc.Arbitrary<unknown>, nothing: Json = null): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constant(nothing) });
}

const of = fc.constantFrom;
export const name = of('alpha', 'beta', 'gamma', 'delta');
export const text = of('', 'x', 'true', '007', 'one\ntwo\n', ' padded ', 'ünïcode', '1e3', '$(ALPHA)', '~');
export const texts = fc.dictionary(of('a', 'b', 'c.txt', 'd_e'), text, { maxKeys: 3 });
export const labels = fc.dictionary(of('app', 'tier', 'example.com/zone'), of('', 'x', 'y-z', '1'), {
  maxKeys: 3,
});
const cpu = of<Json>('1000m', '1', 1, '0.5', 0.1, '500m', '1e-1', '100000u');
const memory = of<Json>('1024Mi', '1Gi', 1073741824, '0.5Gi', '512Mi', '1e8', '100M', '1k');
const port = fc.integer({ min: 1, max: 4 });
const quantities = some({ cpu, memory });

const envEntry = fc.oneof(
  all({ name: of('ALPHA', 'BETA', 'GAMMA', 'DELTA') }, { value: orNothing(text) }),
  all({
    name: of('ALPHA', 'BETA', 'GAMMA', 'DELTA'),
    valueFrom: fc.oneof(
      all({ configMapKeyRef: all({ name, key: name }, { optional: fc.boolean() }) }),
      all({ secretKeyRef: all({ name, key: name }) }),
      all({ fieldRef: all({ fieldPath: of('metadata.name', 'status.podIP') }) }),
    ),
  }),
);

const handler = fc.oneof(
  all({
    httpGet: all(
      { port: of<Json>(80, 'web') },
      {
        path: of('/', '/ready'),
        scheme: of('HTTP', 'HTTPS'),
        httpHeaders: orNothing(fc.array(all({ name: of('X-A', 'X-B'), value: text })), []),
      },
    ),
  }),
  all({ tcpSocket: all({ port }) }),
  all({ exec: all({ command: fc.array(text, { minLength: 1, maxLength: 3 }) }) }),
  all({ grpc: all({ port }, { service: orNothing(of('', 'x')) }) }),
);
const probe = fc
  .tuple(handler, some({ periodSeconds: port, timeoutSeconds: port, failureThreshold: port }))
  .map(([how, when]) => ({ ...how, ...when }));

const securityContext = some({
  runAsUser: of(0, 1000),
  privileged: of(false),
  readOnlyRootFilesystem: fc.boolean(),
  capabilities: some({ add: orNothing(fc.array(of('NET_ADMIN', 'SYS_TIME')), []), drop: of(['ALL']) }),
});

function container(names: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  return all(
    { name: names, image: of('example.com/a', 'example.com/a:1', 'example.com/a:latest') },
    {
      command: orNothing(fc.array(text, { maxLength: 2 }), []),
      args: orNothing(fc.array(text, { maxLength: 3 })),
      env: orNothing(keyed(envEntry, 'name', 4), []),
      envFrom: orNothing(fc.array(all({ configMapRef: all({ name }) }, { prefix: of('A_', '') }))),
      ports: orNothing(
        keyed(all({ containerPort: port }, { protocol: of('TCP', 'UDP'), name }), 'containerPort'),
      ),
      resources: orNothing(some({ requests: some({ cpu: of('1m', 0.001) }), limits: quantities }), {}),
      readinessProbe: orNothing(probe),
      livenessProbe: probe,
      imagePullPolicy: of('Always', 'IfNotPresent'),
      securityContext: orNothing(securityContext, {}),
      terminationMessagePolicy: of('File', 'FallbackToLogsOnError'),
    },
  );
}

const volume = fc.oneof(
  all({ name, emptyDir: orNothing(some({ sizeLimit: memory, medium: of('', 'Memory') }), {}) }),
  all({
    name,
    configMap: all({ name }, { defaultMode: of(420, 256), items: of([{ key: 'a', path: 'a' }]) }),
  }),
  all({ name, secret: all({ secretName: name }, { optional: fc.boolean() }) }),
  all({ name, hostPath: all({ path: of('/x') }, { type: orNothing(of('', 'Directory')) }) }),
);

const toleration = some({
  key: of('x', 'example.com/y'),
  operator: of('Exists'),
  effect: of('NoSchedule', 'NoExecute'),
});

/** A template for pods with the fields that people write most, and what is like them but spelled otherwise. */
export function podTemplate(app: JsonObject, restartPolicy?: string): fc.Arbitrary<JsonObject> {
  const spec = all(
    {
      containers: fc.tuple(container(fc.constant('main'))).chain(([first]) =>
        fc.oneof(
          fc.constant([first]),
          container(fc.constant('side')).map((side) => [side, first]),
        ),
      ),
    },
    {
      initContainers: orNothing(keyed(container(of('init', 'before')), 'name', 2), []),
      volumes: orNothing(keyed(volume, 'name'), []),
      nodeSelector: orNothing(labels, {}),
      tolerations: orNothing(fc.array(toleration, { maxLength: 2 }), []),
      securityContext: orNothing(some({ fsGroup: of(1, 2), runAsNonRoot: fc.boolean() }), {}),
      hostAliases: keyed(all({ ip: of('10.0.0.1', '10.0.0.2'), hostnames: of(['a', 'b'], ['b']) }), 'ip'),
      terminationGracePeriodSeconds: of(0, 30, 60),
      serviceAccountName: orNothing(of('default', 'other')),
      imagePullSecrets: keyed(all({ name }), 'name'),
      dnsPolicy: of('ClusterFirst', 'Default'),
      topologySpreadConstraints: of([
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      ]),
    },
  );
  const metadata = some({
    labels: labels.map((more) => ({ ...more, ...app })),
    annotations: orNothing(texts),
  });
  return fc.tuple(metadata, spec).map(([about, what]) => ({
    metadata: { labels: app, ...about },
    spec: { ...what, ...(restartPolicy !== undefined && { restartPolicy }) },
  }));
}

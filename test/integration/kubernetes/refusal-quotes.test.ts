import { describe, expect, it } from 'vitest';
import { live } from '../../support/live.ts';
import { planMarkdownOf } from './refusal-sinks.ts';

const object = (kind: string, rest: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n${rest}\n`;
const pod = (container: string) =>
  object('Pod', `spec: { containers: [{ name: a, image: b, ${container} }] }`);
const deployment = (container: string) =>
  object(
    'Deployment',
    `spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: b, ${container} }] } } }`,
    'apps/v1',
  );

/** What is refused: each holds a value that its name tells to be secret, or that is a Secret's. */
const REFUSED: readonly [what: string, manifest: string][] = [
  ['a number in a ConfigMap', object('ConfigMap', 'data: { DB_PASSWORD: 471147 }')],
  ['a short number', object('ConfigMap', 'data: { DB_PASSWORD: 471 }')],
  ['a list in a ConfigMap', object('ConfigMap', 'data: { DB_PASSWORD: [471147] }')],
  ['a map in a ConfigMap', object('ConfigMap', 'data: { DB_PASSWORD: { a: 471147 } }')],
  ['a number in env', pod('env: [{ name: DB_PASSWORD, value: 471147 }]')],
  ['a number in env of a Deployment', deployment('env: [{ name: DB_PASSWORD, value: 471147 }]')],
  ['args that are a text', pod('args: "--password=471147"')],
  ['args that are a text, of a Deployment', deployment('args: "--password=canary471147"')],
  ['a command that is a map', pod('command: { password: canary471147 }')],
  ['env that is a map', pod('env: { DB_PASSWORD: canary471147 }')],
  ['an unknown field', pod('password: canary471147')],
  [
    'a number as an annotation',
    object('ConfigMap', '').replace('name: x', 'name: x, annotations: { api-token: 471147 }'),
  ],
  [
    'a number as a label',
    object('ConfigMap', '').replace('name: x', 'name: x, labels: { api-token: 471147 }'),
  ],
  [
    'a label that is none',
    object('ConfigMap', '').replace('name: x', 'name: x, labels: { api-token: "canary 471147!" }'),
  ],
  ['a number in a Secret', object('Secret', 'stringData: { a: 471147 }')],
  ['data that is not base64', object('Secret', 'data: { a: "canary471147!" }')],
  ['data that is a number', object('Secret', 'data: { a: 471147 }')],
  ['data that is a text', object('Secret', 'data: canary471147')],
  ['a key that is none', object('Secret', 'stringData: { "a b": canary471147 }')],
  [
    'a type that its data does not fit',
    object('Secret', 'type: kubernetes.io/tls\nstringData: { a: canary471147 }'),
  ],
  [
    'a docker configuration that is none',
    object('Secret', 'type: kubernetes.io/dockerconfigjson\nstringData: { .dockerconfigjson: canary471147 }'),
  ],
  [
    'a password in a probe',
    deployment(
      'livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: Authorization, value: 471147 }] } }',
    ),
  ],
  [
    'a port that is a password',
    pod('env: [{ name: DB_PASSWORD, value: canary471147 }], ports: [{ containerPort: canary471147 }]'),
  ],
  [
    'a quantity that is a password',
    pod('env: [{ name: DB_PASSWORD, value: canary471147 }], resources: { limits: { memory: canary471147 } }'),
  ],
  [
    'an image policy that is a password',
    pod('env: [{ name: DB_PASSWORD, value: canary471147 }], imagePullPolicy: canary471147'),
  ],
  ['a name of env that is none', pod('env: [{ name: "DB PASSWORD=canary471147", value: a }]')],
];

describe("U11: the API server's own errors quote no value", () => {
  it.each(REFUSED)('%s', async (_, manifest) => {
    const { tryPlan, sync } = await live();
    const answer = await tryPlan(manifest);
    const error: unknown = await sync(manifest).catch((thrown: unknown) => thrown);
    const said = [JSON.stringify(answer), ...planMarkdownOf(answer), JSON.stringify(error), String(error)];
    const shown = said.join('\n').replaceAll(/[0-9a-f]{32}|test-[0-9a-f]+|plumbline-test-\w+/g, '');
    expect(shown).not.toMatch(/canary|471/);
    expect(shown).toMatch(/refused|invalid|not .*base64|cannot/i);
  });
});

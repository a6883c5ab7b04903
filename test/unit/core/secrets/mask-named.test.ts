import { describe, expect, it } from 'vitest';
import { type JsonObject, printJson } from '../../../../src/core/json/json.ts';
import { shown } from '../../../../src/core/json/shown.ts';
import { createMasker } from '../../../../src/core/secrets/mask.ts';

const VALUE = 'hunter2';
const object = (kind: string, rest: JsonObject, apiVersion = 'v1'): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  ...rest,
});
const map = (data: JsonObject) => object('ConfigMap', { data });
const podOf = (container: JsonObject) =>
  object('Pod', { spec: { containers: [{ name: 'a', ...container }] } });
const custom = (spec: JsonObject) => object('Database', { spec }, 'example.com/v1');

function masked(given: JsonObject): JsonObject {
  return shown(createMasker({ key: 'k'.repeat(32), objects: [given] }).object('/Any shop/a', given));
}

/** The masks of a text are told from one another elsewhere. */
function textOf(text: string): string {
  const { data } = masked(map({ 'app.conf': text })) as { data: Record<string, string> };
  return (data['app.conf'] ?? '').replaceAll(/\(masked [0-9a-f]{12}\)/g, '*');
}

const hidden: readonly [what: string, of: (value: string) => JsonObject][] = [
  ['a key of a ConfigMap', (value) => map({ DB_PASSWORD: value })],
  ['a key of a ConfigMap, in short', (value) => map({ SMTP_PASS: value })],
  ['a key of a ConfigMap that is called secret', (value) => map({ COOKIE_SECRET: value })],
  ['a file of a ConfigMap', (value) => map({ 'app.yaml': `db:\n  password: ${value}\n` })],
  ['an environment variable', (value) => podOf({ env: [{ name: 'API_KEY', value }] })],
  [
    'the options in an environment variable',
    (value) => podOf({ env: [{ name: 'JAVA_OPTS', value: `-Xmx1g -Ddb.password=${value}` }] }),
  ],
  ['a flag', (value) => podOf({ args: ['serve', `--auth-token=${value}`] })],
  ['a flag in one word', (value) => podOf({ args: ['redis-server', '--requirepass', value] })],
  ['a variable of several', (value) => podOf({ env: [{ name: 'API_KEYS', value: `${value},none` }] })],
  ['a variable in one word', (value) => podOf({ env: [{ name: 'DBPASS', value }] })],
  ['the word behind a flag', (value) => podOf({ command: ['serve', '--auth-token', value] })],
  ['a script', (value) => podOf({ args: ['-c', `mysql --user=a --password=${value} --host=db`] })],
  [
    'a header of a probe',
    (value) => podOf({ livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value }] } } }),
  ],
  ['a field of a custom resource', (value) => custom({ users: [{ name: 'a', clientSecret: value }] })],
  ['a field in the middle of its name', (value) => custom({ dbPassword: value })],
  ['a list of them', (value) => custom({ apiKeys: [value, { name: 'none' }] })],
  ['a list by the name of one', (value) => custom({ password: [value] })],
  ['values of a chart in one text', (value) => custom({ helm: { values: `db:\n  password: ${value}\n` } })],
  ['a parameter of a chart', (value) => custom({ parameters: [{ name: 'db.password', value }] })],
  [
    'an annotation',
    (value) => object('Service', { metadata: { annotations: { 'example.com/api-token': value } } }),
  ],
  [
    'JSON in an annotation',
    (value) =>
      object('Service', {
        metadata: { annotations: { 'example.com/a': `{"a":"b","password":"${value}"}` } },
      }),
  ],
  [
    'the template of a SealedSecret',
    (value) => object('SealedSecret', { spec: { encryptedData: {}, template: { data: { token: value } } } }),
  ],
];

describe('what its name tells to be secret', () => {
  it.each(hidden)('H8: is not shown, and its change is: %s', (_what, of) => {
    const [before, after] = [printJson(masked(of(VALUE))), printJson(masked(of('swordfish')))];
    expect(before).not.toContain(VALUE);
    expect(after).not.toContain('swordfish');
    expect(before).not.toBe(after);
  });

  it('H8: is masked where it is a number, and left where it is a switch', () => {
    const { spec } = masked(custom({ password: 12345678, token: 4n, automountServiceAccountToken: true }));
    expect(spec).toMatchObject({
      password: expect.stringMatching(/^\(masked/) as string,
      token: expect.stringMatching(/^\(masked/) as string,
      automountServiceAccountToken: true,
    });
    expect(masked(custom({ token: 5 }))).not.toEqual(masked(custom({ token: '5' })));
  });

  it('H8: is hidden in messages, also where only kubectl still knows it', () => {
    const applied = printJson(podOf({ env: [{ name: 'API_KEY', value: 'the-one-before' }] }));
    const pod = podOf({ env: [{ name: 'API_KEY', value: 'the-one-now' }] });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': applied };
    const live = { ...pod, metadata: { name: 'a', annotations } };
    const masker = createMasker({ key: 'k'.repeat(32), objects: [live] });
    expect(masker.text('denied: "the-one-now" is as weak as "the-one-before"')).toBe(
      'denied: "(masked)" is as weak as "(masked)"',
    );
  });
});

const open: readonly [what: string, JsonObject][] = [
  ['where a secret is', custom({ secretName: 'a', tokenFile: '/run/token', passwordKey: 'b' })],
  ['which secret is referred to', custom({ tokenSecretRef: { name: 'vault', key: 'token' }, secret: 'a' })],
  ['what a volume projects', object('Pod', { volumes: [{ serviceAccountToken: { path: 'token' } }] })],
  ['switches', podOf({ imagePullPolicy: 'Always', automountServiceAccountToken: false })],
  [
    'a variable that comes from elsewhere',
    podOf({
      env: [
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'DSN', value: '$(DB_DSN)' },
        { name: 'PASSWORD_FILE', value: '/run/password' },
        { name: 'ALLOW_EMPTY_PASSWORD', value: '1' },
        { name: 'APPLICATION_CREDENTIALS', value: '/etc/cloud/key.json' },
      ],
    }),
  ],
  ['an image that is called so', podOf({ image: 'ghcr.io/acme/token:v1', args: ['--image=acme/token:v2'] })],
  ['a flag behind a flag', podOf({ args: ['--no-password', '--host=db'] })],
  [
    'what an ExternalSecret refers to',
    object('ExternalSecret', {
      spec: {
        data: [{ secretKey: 'password', remoteRef: { key: 'prod/db', property: 'password' } }],
        target: { template: { data: { url: '{{ .password }}', token: '{{ .token }}' } } },
      },
    }),
  ],
  [
    'the schema of a CRD',
    object('CustomResourceDefinition', {
      spec: { properties: { password: { type: 'string', description: 'For example:\npassword: x' } } },
    }),
  ],
  ['a role', object('Role', { rules: [{ resources: ['secrets', 'serviceaccounts/token'] }] })],
];

it.each(open)('H8: is shown: %s', (_what, given) => {
  expect(masked(given)).toEqual(given);
});

describe('a text', () => {
  it.each([
    ['password: a b, c;d & "e"', 'password: *'],
    ['a:\n  - token: x\r\n    b: c', 'a:\n  - token: *\r\n    b: c'],
    ['password: "x y"\nb: c', 'password: "*"\nb: c'],
    ["password: 'it''s'", 'password: *'],
    ['{\n  "password": "x\\"y",\n  "b": 1\n}', '{\n  "password": "*",\n  "b": 1\n}'],
    ['{"a":"b","token":"x","c":1}', '{"a":"b","token":"*","c":1}'],
    ['a: { password: x, b: c }', 'a: { password: *, b: c }'],
    ['a: "{\\"token\\":\\"x y\\"}"', 'a: "{\\"token\\":\\"*\\"}"'],
    ['spring.datasource.password = x y', 'spring.datasource.password = *'],
    ['export API_KEY=x # why', 'export API_KEY=*'],
    ['a: b # password: x', 'a: b # password: *'],
    ['host=db password=x sslmode=off', 'host=db password=* sslmode=off'],
    ['url: https://a/b?token=x&c=d', 'url: https://a/b?token=*&c=d'],
    ['AccountName=a;AccountKey=x==;b', 'AccountName=a;AccountKey=*;b'],
    ['a => b, password => "x"', 'a => b, password => "*"'],
    [`curl -H "Authorization: Bearer x" a`, `curl -H "Authorization: *" a`],
    ['a:\n  token: |\n    x\n\n    y\n  b: c', 'a:\n  token: |\n    *\n  b: c'],
    ['token: >-\n  x', 'token: >-\n  *'],
    ['-----BEGIN RSA PRIVATE KEY-----\na-b: c\n\nx\n-----END RSA PRIVATE KEY-----\na', '*\na'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nx', '*'],
    ['bind 0.0.0.0\nrequirepass x y\r\nport 6379', 'bind 0.0.0.0\nrequirepass *\r\nport 6379'],
    ['masterauth "x"', 'masterauth "*"'],
    ['  auth_pass x', '  auth_pass *'],
    ['user a insecure\n  insecure-password x', 'user a insecure\n  insecure-password *'],
    ['machine a\nlogin b\npassword x', 'machine a\nlogin b\npassword *'],
    ['requirepass = x', 'requirepass = *'],
    ['a --requirepass=x', 'a --requirepass=*'],
  ])('H8: %j is shown as %j', (text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  it.each([
    'Reset your password: click here',
    'Enter the token: it is in your mail.',
    'existingSecret: db\npasswordKey: x\ntokenFile: /run/token',
    'password: ""\ntoken: ${TOKEN}\nsecret: {{ .Values.secret }}\n',
    'db:\n  password:\n    secretKeyRef: { name: a }',
    'if (token == other) return;',
    'Password must be long enough',
    'bypass: x\ncompass x\npassword',
    'password ${PASSWORD}',
    'auth:\n  credentials: {\n    a: b\n  }',
    '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
  ])('H8: %j is shown as it is', (text) => {
    expect(textOf(text)).toBe(text);
  });

  // An expression that goes back again and again takes minutes for any of these: longer than a test may.
  it('H8: takes no longer than its length asks for, whatever it is made of', () => {
    const size = 400_000;
    const parts = [
      'password:"',
      'token ',
      'token=\\"',
      'token: |\n',
      'token: |\n\n',
      '-----BEGIN PRIVATE KEY-----',
      'requirepass ',
      'password a\t ',
      'a-',
    ];
    for (const part of parts)
      expect(textOf(`${part.repeat(size / part.length)}\ntoken: x`)).not.toContain('x');
    expect(textOf(`token${' '.repeat(size)}: x`)).toMatch(/: \*$/);
    expect(textOf(`${'a.'.repeat(size)}token: x`)).toMatch(/: \*$/);
  });
});

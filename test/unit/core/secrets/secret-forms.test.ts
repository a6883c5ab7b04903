import { describe, expect, it } from 'vitest';
import { shown } from '../../../../src/core/json/shown.ts';
import { createMasker } from '../../../../src/core/secrets/mask.ts';

const PASSWORD = 'hunter2 & ünder "471147"/+?';
const b64 = (text: string) => Buffer.from(text).toString('base64');
const PRIVATE = 'first line of it\nsecond-line-471147\n';
const DOCKER = JSON.stringify({ auths: { 'a.example': { auth: b64('ana:canary-in-docker') } } });
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a' },
  stringData: { username: 'ana', password: PASSWORD, file: PRIVATE },
  data: { '.dockerconfigjson': b64(DOCKER) },
};
const masker = createMasker({ key: 'k'.repeat(32), objects: [secret] });
const noteOf = (text: string) =>
  JSON.stringify(
    shown(
      masker.object('/ConfigMap n/c', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { note: `see: ${text} .` },
      }),
    ),
  );

describe('U15: a secret is hidden in the forms in which others write it', () => {
  it.each([
    ['clear', PASSWORD],
    ['base64', b64(PASSWORD)],
    ['base64 without padding', b64(PASSWORD).replace(/=+$/, '')],
    ['base64 for addresses', Buffer.from(PASSWORD).toString('base64url')],
    ['base64 twice', b64(b64(PASSWORD))],
    ['hexadecimal', Buffer.from(PASSWORD).toString('hex')],
    ['hexadecimal in capitals', Buffer.from(PASSWORD).toString('hex').toUpperCase()],
    ['in JSON', JSON.stringify(PASSWORD).slice(1, -1)],
    ['percent-encoded', encodeURIComponent(PASSWORD)],
    ['of a form', encodeURIComponent(PASSWORD).replaceAll('%20', '+')],
    ['basic authentication', b64(`ana:${PASSWORD}`)],
    ['a line of it', 'second-line-471147'],
    ['the password of a registry', 'canary-in-docker'],
    ['its base64', b64('canary-in-docker')],
    ['the pair of a registry', b64('ana:canary-in-docker')],
  ])('%s', (_, text) => {
    expect(noteOf(text)).toMatch(/see: \(masked [0-9a-f]{12}\) \./);
    expect(masker.text(`got ${text}, no`)).toBe('got (masked), no');
  });
});

const repeat = (text: string, length: number) => text.repeat(length).slice(0, length);

describe('U15: a token is known by its form', () => {
  it.each([
    ['GitHub', `ghp_${repeat('aB3dE5gH7j', 36)}`],
    ['Slack', `xoxb-${repeat('1234567890', 12)}-${repeat('1234567890', 12)}-${repeat('aB3dE5gH7j', 24)}`],
    ['a JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${repeat('aB3dE5gH7j', 43)}`],
    ['AWS', 'AKIAQWERTYUIOPASDFGH'],
  ])('%s', (_, token) => {
    expect(noteOf(token)).not.toContain(token);
    expect(masker.text(`got ${token}`)).not.toContain(token);
  });

  const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${repeat('aB3dE5gH7j', 43)}`;
  it.each([`x-${JWT}`, `-eyJ-${JWT}`, `a.b.${JWT}`, `eyJaaaaaaaa.${JWT}`, `${JWT}.${JWT}`, `jwt=${JWT}x`])(
    'a JWT wherever it begins: %s',
    (text) => {
      for (const said of [noteOf(text), masker.text(text)]) expect(said).not.toContain(JWT.slice(-20));
    },
  );

  it.each([
    ['a connection', 'Server=db;Uid=ana;Pwd=canary;'],
    ['XML', '<a><password>canary</password></a>'],
    ['netrc', 'machine a.example login ana password canary'],
  ])('%s', (_, text) => {
    expect(noteOf(text)).not.toContain('canary');
    expect(masker.text(text)).not.toContain('canary');
  });

  it.each([
    `sha256:${repeat('0123456789abcdef', 64)}`,
    'registry.example.com/team/app@sha256:0123',
    'a-deployment-name-that-is-long-enough-to-be-looked-at',
    '/var/run/secrets/kubernetes.io/serviceaccount/token',
  ])('%s is none', (text) => {
    expect(noteOf(text)).toContain(text);
  });

  /** A search that takes the square of these hangs: a test has a time limit. */
  const LONG = ['</ ', '; ', '<a', 'machine ', 'eyJabcdefgh:', '-eyJ', ';pwd', 'A', '<password>'];
  it.each(LONG)('S37: a long text of %j is looked through at once', { timeout: 5000 }, (part) => {
    const text = `</${part.repeat(500_000 / part.length)}`;
    expect(masker.text(text)).toHaveLength(text.length);
  });
  it('S37: a long run of blanks as well', () => {
    expect(masker.text(`</${' '.repeat(500_000)}`)).toHaveLength(500_002);
  });
});

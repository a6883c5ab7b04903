import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonObject, printJson } from '../../../../src/core/json/json.ts';
import { shown } from '../../../../src/core/json/shown.ts';
import { type Masker, createMasker } from '../../../../src/core/secrets/mask.ts';

const key = 'k'.repeat(32);
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const secretOf = (data: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  data,
});
const shownBy = (masker: Masker, object: JsonObject, kind = 'Secret') =>
  shown(masker.object(`/${kind} shop/db`, object));
const maskedData = (data: JsonObject, others: JsonObject[] = []) =>
  shownBy(createMasker({ key, objects: [secretOf(data), ...others] }), secretOf(data))['data'] as JsonObject;

describe('masking', () => {
  it('H5: shows that a value changed, and neither the value nor its length', () => {
    const short = maskedData({ password: base64('a') })['password'];
    const long = maskedData({ password: base64('a'.repeat(500)) })['password'];
    expect(short).toMatch(/^\(masked [0-9a-f]{12}\)$/);
    expect(long).toMatch(/^\(masked [0-9a-f]{12}\)$/);
    expect(short).not.toBe(long);
  });

  it('H5, U8: equal values of one key have equal masks, of two keys or objects different ones', () => {
    const data = maskedData({ a: base64('same-value'), b: base64('same-value') });
    expect(data['a']).not.toBe(data['b']);
    expect(data['a']).toBe(maskedData({ a: base64('same-value') })['a']);
    const other = shown(
      createMasker({ key, objects: [] }).object('/Secret shop/other', secretOf({ a: base64('same-value') })),
    );
    expect((other['data'] as JsonObject)['a']).not.toBe(data['a']);
  });

  it('H9: two different values never have one mask, so that a changed Secret is a change', () => {
    const masks = Array.from({ length: 2000 }, (_, i) => maskedData({ a: base64(`value-${i}`) })['a']);
    expect(new Set(masks).size).toBe(masks.length);
  });

  it('H11: another key gives other masks', () => {
    const other = shownBy(createMasker({ key: 'z'.repeat(32), objects: [] }), secretOf({ a: 'YWJj' }));
    expect((other['data'] as JsonObject)['a']).not.toBe(maskedData({ a: 'YWJj' })['a']);
  });

  it("hides a Secret's value wherever else it stands: in clear, in base64, as a key", () => {
    const masker = createMasker({ key, objects: [secretOf({ password: base64('hunter2-hunter2') })] });
    const map = {
      kind: 'ConfigMap',
      data: {
        url: 'postgres://u:hunter2-hunter2@db',
        [base64('hunter2-hunter2')]: 'x',
        b: base64('hunter2-hunter2'),
      },
    };
    const printed = printJson(masker.object('/ConfigMap shop/db', map));
    expect(printed).not.toContain('hunter2');
    expect(printed).not.toContain(base64('hunter2-hunter2'));
  });

  it.each<[string, string, string]>([
    ['a token', 'a-known-value', `a-known-valueghp_${'aB3dE5gH7j'.repeat(4).slice(0, 36)}`],
    ['a password in an address', 'user@home', 'redis://user@home:hunter2-pass@r'],
    ['a password in another one', 'p@ss/word', 'redis://:p@ss/word-hunter2@r'],
    ['the end of a named value', 'first-line\nlast-line', 'password: first-line\nlast-line hunter2-pass'],
    [
      'what a private key stands before',
      '',
      'token: -----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY----- hunter2',
    ],
  ])('hides %s beside a known value', (_what, known, text) => {
    const masker = createMasker({ key, objects: [secretOf({ a: base64(known) })] });
    const object = { kind: 'ConfigMap', data: { note: text } };
    expect(printJson(shownBy(masker, object, 'ConfigMap'))).not.toMatch(/ghp_|hunter2/);
  });

  it('hides the password in an address, whoever holds it', () => {
    const masker = createMasker({ key, objects: [secretOf({ password: base64('in-a-secret') })] });
    const map = {
      kind: 'ConfigMap',
      data: { a: 'postgres://u:nowhere-else@db/x?y=1', b: 'redis://:in-a-secret@r', c: 'http://host:80/a@b' },
    };
    const { data } = shownBy(masker, map, 'ConfigMap') as { data: Record<string, string> };
    expect(data['a']).toMatch(/^postgres:\/\/u:\(masked [0-9a-f]{12}\)@db\/x\?y=1$/);
    expect(data['b']).toMatch(/^redis:\/\/:\(masked [0-9a-f]{12}\)@r$/);
    expect(data['c']).toBe('http://host:80/a@b');
  });

  it('H2: hides the values that a last-applied-configuration carries, also elsewhere', () => {
    const text = JSON.stringify({ data: { password: base64('from-last-applied') } });
    const live = {
      ...secretOf({}),
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': text } },
    };
    const masker = createMasker({ key, objects: [live] });
    expect(masker.text('denied: from-last-applied is weak')).toBe('denied: (masked) is weak');
  });

  it('H4: hides values that an error message echoes', () => {
    const masker = createMasker({ key, objects: [secretOf({ pin: 'x$9!' })] });
    expect(masker.text('illegal base64 data in "x$9!"')).toBe('illegal base64 data in "(masked)"');
  });

  it('H7: no secret value of any shape is in a masked object', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((value) => !'(masked abcdef0123456789)'.includes(value));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text), (values) => {
        const data = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, base64(value)]));
        const masked = maskedData(data);
        for (const [name, value] of Object.entries(data)) {
          expect(masked[name]).toMatch(/^\(masked [0-9a-f]{12}\)$/);
          expect(masked[name]).not.toContain(value);
        }
      }),
    );
  });

  it('C7: data that is null or no map does not break it', () => {
    const masker = createMasker({ key, objects: [secretOf({})] });
    expect(shownBy(masker, { ...secretOf({}), data: null })['data']).toBeNull();
    expect(shownBy(masker, { ...secretOf({}), data: 'oops-a-secret' })['data']).toMatch(/^\(masked/);
  });
});

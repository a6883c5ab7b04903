import { describe, expect, it } from 'vitest';
import { type JsonObject, type TreeObject, printJson } from '../../../../src/core/json/json.ts';
import { Mask } from '../../../../src/core/json/marker.ts';
import { shown } from '../../../../src/core/json/shown.ts';
import { type MaskRule, idleRules, maskDeclared } from '../../../../src/core/secrets/mask-declared.ts';
import { createMasker } from '../../../../src/core/secrets/mask.ts';

const object: JsonObject = {
  apiVersion: 'example.com/v1',
  kind: 'Database',
  metadata: { name: 'db', namespace: 'shop', annotations: { 'example.com/pin': '1234' } },
  spec: {
    users: [
      { name: 'ana', pin: '1111' },
      { name: 'bob', pin: 2222 },
    ],
    settings: { a: 'x', b: ['y', null, ''], c: { d: true } },
  },
};
const id = 'example.com/Database shop/db';
const key = 'k'.repeat(32);
const STAR = new Mask('0123456789ab');
const starred = (...rules: MaskRule[]) => maskDeclared(object, rules, () => STAR);
const specWith = <Spec extends TreeObject>(spec: Spec) => ({
  ...object,
  spec: { ...(object['spec'] as JsonObject), ...spec },
});

describe('a value that a rule declares to be secret', () => {
  it.each<[string, MaskRule, TreeObject]>([
    [
      'an annotation',
      { path: '/metadata/annotations/example.com~1pin' },
      {
        ...object,
        metadata: { name: 'db', namespace: 'shop', annotations: { 'example.com/pin': STAR } },
      },
    ],
    [
      'a field of an entry by its name',
      { path: '/spec/users/[name=bob]/pin' },
      specWith({
        users: [
          { name: 'ana', pin: '1111' },
          { name: 'bob', pin: STAR },
        ],
      }),
    ],
    [
      'a field of an entry by its position',
      { path: '/spec/users/0/pin' },
      specWith({
        users: [
          { name: 'ana', pin: STAR },
          { name: 'bob', pin: 2222 },
        ],
      }),
    ],
    [
      'all that is in a map, of any type',
      { path: '/spec/settings', kind: 'Database', name: 'db', namespace: 'shop' },
      specWith({ settings: { a: STAR, b: [STAR, null, ''], c: { d: STAR } } }),
    ],
  ])('H8: is masked: %s', (_what, rule, expected) => {
    expect(starred(rule)).toEqual(expected);
  });

  it.each<[string, MaskRule]>([
    ['another kind', { kind: 'Cache', path: '/spec/settings' }],
    ['another name', { name: 'other', path: '/spec/settings' }],
    ['another namespace', { namespace: 'other', path: '/spec/settings' }],
    ['a field that is not there', { path: '/spec/other/pin' }],
    ['what every map has', { path: '/spec/constructor' }],
  ])('H8: is that of no other object: %s', (_what, rule) => {
    expect(starred(rule)).toEqual(object);
  });

  const rules = [{ path: '/spec/users/[name=ana]/pin' }, { path: '/spec/settings/a' }];
  const masker = (...objects: JsonObject[]) => createMasker({ key, objects, rules });

  it('H8: has another mask when it changes, and when it becomes another type', () => {
    const masks = ['1111', '2222', 1111, true, 'true'].map((pin) =>
      printJson(masker(object).object(id, specWith({ users: [{ name: 'ana', pin }] }))),
    );
    expect(new Set(masks).size).toBe(masks.length);
    expect(masks.join()).not.toMatch(/1111|2222/);
  });

  it('H8: is hidden wherever else it stands, in clear and in base64, and in messages', () => {
    const value = 'a-long-value-of-it';
    const coded = Buffer.from(value).toString('base64');
    const secrets = masker(specWith({ settings: { a: value } }));
    const copy = { kind: 'ConfigMap', data: { a: `x ${value}`, b: coded } };
    const masked = printJson(secrets.object('/ConfigMap shop/db', copy));
    expect(masked).not.toContain(value);
    expect(masked).not.toContain(coded);
    expect(secrets.text(`denied: ${value} ${coded}`)).toBe('denied: (masked) (masked)');
  });

  it('H8: is hidden in messages where only kubectl still knows it', () => {
    const applied = printJson(specWith({ settings: { a: 'the-one-before' } }));
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': applied };
    const live = { ...object, metadata: { name: 'db', namespace: 'shop', annotations } };
    expect(masker(live).text('was the-one-before')).toBe('was (masked)');
  });

  it('H8: may be of a Secret, beside its data', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { annotations: { pin: '1234' } }, data: {} };
    const rule = { kind: 'Secret', path: '/metadata/annotations' };
    const masked = createMasker({ key, objects: [secret], rules: [rule] }).object(id, secret);
    expect(printJson(masked)).not.toContain('1234');
  });
});

describe('a mask that somebody writes down', () => {
  const maskOf = (data: JsonObject) =>
    shown(
      createMasker({ key, objects: [], rules: [{ path: '/data/declared' }] }).object(id, {
        kind: 'ConfigMap',
        data,
      }),
    )['data'] as Record<string, string>;

  it.each(['password', 'declared', 'url'])('does not pass for the value that it stands for: %s', (name) => {
    const live = maskOf({ [name]: name === 'url' ? 'redis://:a-value@r' : 'a-value' });
    expect(live[name]).toContain('(masked ');
    expect(maskOf({ [name]: live[name] ?? '' })).not.toEqual(live);
  });
});

describe('a rule that finds nothing', () => {
  it.each<[string, MaskRule, boolean]>([
    ['whose field is there', { path: '/spec/users/[name=ana]/pin' }, false],
    ['whose field is there, and empty', { path: '/spec/settings/b/2' }, false],
    ['that is misspelled', { path: '/spec/users/[name=ana]/pim' }, true],
    ['that selects another entry', { path: '/spec/users/[name=eve]/pin' }, true],
    ['for another kind', { kind: 'Databases', path: '/spec/users' }, true],
    ['for another namespace', { namespace: 'staging', path: '/spec/users' }, true],
  ])('H8: is told: one %s', (_, rule, idle) => {
    expect(idleRules([{ kind: 'ConfigMap' }, object], [rule])).toEqual(idle ? [rule] : []);
  });
});

import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../../../src/kubernetes/render/yaml/read-yaml.ts';

const values = (text: string) => readYaml('a.yaml', text).map((document) => document.value);
const reading = (text: string) => () => readYaml('a.yaml', text);

describe('reading a file', () => {
  it('A2b: "<<" merges an alias, and a later key wins', () => {
    expect(values('base: &b {x: 1, z: 2}\nmerged:\n  <<: *b\n  z: 3\n')).toEqual([
      { base: { x: 1, z: 2 }, merged: { x: 1, z: 3 } },
    ]);
  });

  it('A2b: "<<" after a key overwrites it, as in Go', () => {
    expect(values('{a: 1, <<: {a: 2}}')).toEqual([{ a: 2 }]);
  });

  it('A2b: of several merged maps the earlier one wins', () => {
    expect(values('a: &a {x: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b]}\n')).toEqual([
      { a: { x: 1 }, b: { x: 2, z: 2 }, c: { x: 1, z: 2 } },
    ]);
  });

  it('A2b: a quoted "<<" is a key like any other', () => {
    expect(values('{"<<": {a: 1}}')).toEqual([{ '<<': { a: 1 } }]);
  });

  it.each([
    ['yes: 1', { true: 1 }],
    ['0644: 1', { '420': 1 }],
    ['1.5: 1', { '1.5': 1 }],
    ['9223372036854775807: 1', { '9223372036854775807': 1 }],
  ])('A1: the key of `%s` becomes text', (text, expected) => {
    expect(values(text)).toEqual([expected]);
  });

  it.each(['~: 1', '[a]: 1', '1e10: 1', '18446744073709551615: 1', '0.0: 1'])(
    'A1: the key of `%s` has to be quoted',
    (text) => {
      expect(reading(text)).toThrow('a.yaml:1:');
    },
  );

  it.each([
    ['a: 1\nb: 2\na: 3\n', '3:1'],
    ['s:\n  - k: {x: 1, "x": 2}\n', '2:15'],
    ['yes: 1\ntrue: 2\n', '2:1'],
    ['{"a": 1,\n "a": 1}', '2:2'],
  ])('A5: a duplicate key is an error with its line and column', (text, place) => {
    expect(reading(text)).toThrow(`a.yaml:${place}: the map has this key already.`);
  });

  it.each(['', '\n\n', '# only a comment\n', '---\n', '---\n---\n# c\n---\n', 'null\n', '~', '\uFEFF'])(
    'A7: %j holds no document',
    (text) => {
      expect(values(text)).toEqual([]);
    },
  );

  it('A7: a byte order mark, carriage returns and a trailing separator change nothing', () => {
    expect(values('\uFEFFa: |\r\n  x\r\n  y\r\n--- # next\r\nb: 1\r\n---\r\n')).toEqual([
      { a: 'x\ny\n' },
      { b: 1 },
    ]);
  });

  it('A7: lines are counted over documents, comments and carriage returns', () => {
    const [, second] = readYaml('a.yaml', '# c\r\na: 1\r\n---\r\n# c\r\n\r\nb:\r\n  c: 2\r\n');
    expect([second?.lineAt([]), second?.lineAt(['b', 'c']), second?.lineAt(['b', 'x', 'y'])]).toEqual([
      6, 7, 7,
    ]);
  });

  it('A3: JSON is read too, with its escapes and exact integers', () => {
    expect(values('\n{\n\t"a": 9007199254740993, "b": "\\ud83d\\ude00\\/\u2028", "c": [1e3, -0]}\n')).toEqual(
      [{ a: 9007199254740993n, b: '😀/\u2028', c: [1000, 0] }],
    );
  });

  it.each([
    ['!!str 0644', '0644'],
    ['!!int "3"', 3],
    ['!!float 3', 3],
    ['!!bool yes', true],
    ['!!null ""', null],
    ['! 12', '12'],
  ])('a standard tag types its value: %s', (text, expected) => {
    expect(values(`v: ${text}`)).toEqual([{ v: expected }]);
  });

  it('a tag that its value does not fit is an error', () => {
    expect(reading('v: !!int x')).toThrow('a.yaml:1:10: the value is not of the type that its tag names.');
  });

  it.each(['v: .nan', 'v: -.inf'])('`%s` is an error: JSON has no such number', (text) => {
    expect(reading(text)).toThrow('a.yaml:1:4: JSON has no such number.');
  });

  it('says where every alias without an anchor, or inside its own, is', () => {
    expect(reading('a: *b')).toThrow('a.yaml:1:4: the alias has no anchor before it.');
    expect(reading('a: &a [*a]')).toThrow('a.yaml:1:8: the alias is inside what it names.');
  });

  it('an alias is a copy', () => {
    const [{ a, b }] = values('a: &x {k: 1}\nb: *x\n') as [{ a: { k: number }; b: { k: number } }];
    a.k = 2;
    expect(b).toEqual({ k: 1 });
  });

  it('an anchor that is set again names the newer value from there on', () => {
    expect(values('[&a 1, {x: &b [*a]}, &a 2, *b, *a]')).toEqual([[1, { x: [1] }, 2, [1], 2]]);
  });

  it.each([`a: 1\n${'k'.repeat(1025)}: 2\n`, `a: 1\nk${' '.repeat(1025)}: 2\n`, 'a: "\\U00110000"\n'])(
    'refuses a key that is too long, and an escape that names no character, as kubectl does',
    (text) => {
      expect(reading(text)).toThrow('a.yaml:');
    },
  );

  it.each(['--- {a: 1}\n', 'a: 1\n---b\n', 'a: 1\n...\nb: 2\n', '%YAML 1.1\n---\na: 1\n'])(
    'refuses what kubectl refuses: %j',
    (text) => {
      expect(reading(text)).toThrow('a.yaml:');
    },
  );

  it.each([
    ['a: "\u0000"', 'a control character'],
    ['a: \uFFFD', 'the file is not UTF-8'],
    ['a: 1\rb: 2', 'a carriage return without a line feed'],
    ['a: x\u2028y', 'a Unicode line separator'],
  ])('refuses a text that Go would read as other lines or not at all: %j', (text, problem) => {
    expect(reading(`k: 1\n${text}`)).toThrow(`a.yaml:2: ${problem}`);
  });
});

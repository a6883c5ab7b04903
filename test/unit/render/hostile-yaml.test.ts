import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/kubernetes/render/yaml/read-yaml.ts';

const aliases = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const ninefold = (i: number) =>
  `b${i + 1}: &b${i + 1} [${Array.from({ length: 9 }, () => `*b${i}`).join(',')}]`;

const BOMBS: readonly [string, () => string][] = [
  ['aliases of aliases', () => `b0: &b0 [x]\n${aliases(20, ninefold)}\n`],
  [
    'a merge of merges',
    () =>
      `b0: &b0 {x: 1}\n${aliases(40, (i) => `b${i + 1}: &b${i + 1} {x: {<<: *b${i}}, y: {<<: *b${i}}}`)}\n`,
  ],
  [
    'a long chain of aliases',
    () => `b0: &b0 [x]\n${aliases(2000, (i) => `b${i + 1}: &b${i + 1} [*b${i}]`)}\n`,
  ],
  ['deep lists', () => '['.repeat(5_000_000)],
  ['deep maps', () => '{a: '.repeat(1_000_000)],
  ['deep block lists', () => `${'- '.repeat(1_000_000)}x`],
  ['a million documents', () => 'a: 1\n---\n'.repeat(1_000_000)],
  ['a file of 11 MB', () => `a: "${'x'.repeat(11_000_000)}"`],
  ['a __proto__ key', () => 'a: {__proto__: {polluted: true}}'],
  ['a __proto__ key in quotes', () => '{"__proto__": {"polluted": true}}'],
  ['a __proto__ key by alias', () => 'a: &a __proto__\nb: {*a : {polluted: true}}'],
];

describe('a hostile file', () => {
  // Taken at its word, any of these takes more time than a test may, or more memory than there is.
  it.each(BOMBS)('S37: %s is refused', (_, text) => {
    expect(() => readYaml('a.yaml', text())).toThrow(/^a\.yaml[:\d]*: /);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['on lines of their own', `a:\n${'- b\n'.repeat(1_000_000)}`],
    ['in brackets', `a: [${'b,'.repeat(1_000_000)}b]`],
  ])('S37: a million values %s are too many for one document', (_, text) => {
    expect(() => readYaml('a.yaml', text)).toThrow('the document has too many values. Split it.');
  });

  // Read anew for each item, it would take minutes: longer than a test may.
  it('S37: a list of three thousand objects is read once, whatever is asked about it', () => {
    const item = '- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n';
    const [list] = readYaml('a.yaml', `kind: List\nitems:\n${item.repeat(3000)}`);
    const lines = Array.from({ length: 3000 }, (_, i) => list?.lineAt(['items', i]));
    expect([lines[1], lines[999]]).toEqual([7, 3999]);
  });

  it('S37: a tag of a programming language makes nothing but text', () => {
    expect(readYaml('a.yaml', 'a: !!js/function "() => 1"')).toMatchObject([
      { value: { a: '() => 1' }, foreignTag: 'a.yaml:1:18' },
    ]);
  });

  it.each([
    'password: "hunter2\nx: y',
    'password: hunter2: x: y',
    'password: {a: hunter2',
    'password: !!int hunter2',
    'password: "\\hunter2"',
    'hunter2: 1\nhunter2: 2',
    'password: *hunter2',
    '%hunter2\n---\n',
    'password: @hunter2',
    '- hunter2\npassword: 1',
    '--- hunter2\n',
    'password: |hunter2\n',
    '<<: hunter2',
    '!<hunter2 x: 1',
  ])('the error for %j does not quote the source', (text) => {
    expect(() => readYaml('a.yaml', text)).toThrow(/^(?!.*hunter2)a\.yaml:/);
  });
});

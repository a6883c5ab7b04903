import { describe, expect, it } from 'vitest';
import { canonicalJson, equalJson, parseJson, printJson } from '../../../../src/core/json/json.ts';

describe('JSON', () => {
  it('A3: integers beyond 2^53 survive reading and printing exactly', () => {
    const text = '{"n":9007199254740993,"m":-9223372036854775808,"s":"9007199254740993","f":1.5}';
    expect(parseJson(text)).toEqual({
      n: 9007199254740993n,
      m: -9223372036854775808n,
      s: '9007199254740993',
      f: 1.5,
    });
    expect(printJson(parseJson(text))).toBe(text);
  });

  it('C5: an integer and a float of the same value are equal', () => {
    expect(equalJson(parseJson('{"n":1.0}'), parseJson('{"n":1}'))).toBe(true);
    expect(equalJson(1n, 1)).toBe(true);
    expect(equalJson(9007199254740993n, 9007199254740992n)).toBe(false);
  });

  it.each([
    [{ a: 1 }, { a: 1, b: undefined as never }],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    ['1', 1],
    [1n, '1'],
    [{}, []],
  ])('tells two values apart (%#)', (a, b) => {
    expect(equalJson(a, b)).toBe(false);
  });

  it('prints equal values equally, whatever the order of their keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2n }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});

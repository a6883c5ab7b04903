import { describe, expect, it } from 'vitest';
import { resolvePlain } from '../../../../../src/kubernetes/render/yaml/scalars.ts';

const value = (text: string) => resolvePlain(text).value;

describe('a plain scalar is typed as kubectl types it', () => {
  it.each([
    ['No', false],
    ['off', false],
    ['yes', true],
    ['y', true],
    ['n', false],
    ['On', true],
    ['yEs', 'yEs'],
    ['~', null],
    ['', null],
    ['NULL', null],
    ['nUll', 'nUll'],
  ])('A1: %s is %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['0644', 420],
    ['0777', 511],
    ['0o777', 511],
    ['-0777', -511],
    ['0888', 888],
    ['0x1F', 31],
    ['0b101', 5],
    ['0b-101', -5],
    ['1_000', 1000],
    ['0x', '0x'],
    ['0o8', '0o8'],
  ])('A2: %s is %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775807', 9223372036854775807n],
    ['0x7fffffffffffffff', 9223372036854775807n],
  ])('A3: %s is kept exactly', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['1e18', 1000000000000000000n],
    ['9223372036854775808', 9223372036854776000n],
    ['18446744073709551615', 18446744073709552000n],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['0x10000000000000000', '0x10000000000000000'],
  ])('A3: %s, beyond 63 bits or a float, is what Go makes of it', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['1e3', 1000],
    ['1.50', 1.5],
    ['.5', 0.5],
    ['.5_0', 0.5],
    ['._5', '._5'],
    ['-0.0', 0],
    ['1e999', '1e999'],
    ['1.2.3', '1.2.3'],
    ['.', '.'],
  ])('%s is %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each(['12:30:45', '190:20:30', '2001-01-01', '2001-01-01T00:00:00Z', '10.0.0.1', '1Gi', '<<'])(
    'A1: %s stays text',
    (text) => {
      expect(value(text)).toBe(text);
    },
  );

  it.each(['.nan', '.NaN', '.inf', '-.INF', '+.Inf'])('%s has no value in JSON', (text) => {
    expect(resolvePlain(text)).toEqual({ type: 'float' });
  });
});

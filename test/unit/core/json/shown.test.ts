import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalJson } from '../../../../src/core/json/json.ts';
import {
  type AnyMarker,
  AssignedLater,
  Mask,
  Undetermined,
  maskedText,
} from '../../../../src/core/json/marker.ts';
import { shown, shownText } from '../../../../src/core/json/shown.ts';

const MASK = new Mask('0123456789ab');

describe('the words for a value', () => {
  it.each<[string, string | AnyMarker, string]>([
    ['a mask', MASK, '(masked 0123456789ab)'],
    ['a mask amid a text', maskedText(['a: ', MASK, '\n']), 'a: (masked 0123456789ab)\n'],
    [
      'a value that differs with each render',
      new Undetermined('certificate'),
      '(another certificate each time it is rendered)',
    ],
    ['a value that is made up at the apply', new AssignedLater('cluster'), '(the cluster assigns one)'],
    ['a text', 'a (b) \\(c) (masked) (another one)', 'a (b) \\(c) (masked) (another one)'],
    ['a text like a mask', '(masked 0123456789ab)', '\\(masked 0123456789ab)'],
    ['a text like such a text', '\\(masked 0123456789ab)', '\\\\\\(masked 0123456789ab)'],
    ['a backslash before a mask', maskedText(['\\', MASK]), '\\\\(masked 0123456789ab)'],
    [
      'a text like an unstable value',
      '(another certificate each time it is rendered)',
      '\\(another certificate each time it is rendered)',
    ],
    ['a text like an assigned value', '(the cluster assigns one)', '\\(the cluster assigns one)'],
  ])('of %s', (_what, text, words) => {
    expect(shownText(text)).toBe(words);
  });

  it('are of no other value', () => {
    const part = fc.constantFrom(
      '\\',
      '(masked ',
      '0123456789ab',
      ')',
      '(masked 0123456789ab)',
      ' each time it is rendered)',
      '(another ',
      '(the ',
      ' assigns one)',
      'x',
    );
    const mask = fc.constantFrom(MASK, new Mask('ba9876543210'));
    const value = fc.oneof(
      fc.array(fc.oneof({ weight: 4, arbitrary: part }, mask), { maxLength: 6 }).map(maskedText),
      fc.constant(new Undetermined('x')),
      fc.constant(new AssignedLater('x')),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(shownText(a) === shownText(b)).toBe(equalJson(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('take no longer than the text asks for', () => {
    const long = `(masked ${'\\'.repeat(200_000)}x${'(another '.repeat(50_000)}`;
    expect(shownText(long)).toBe(long);
    expect(shownText(maskedText([long, MASK]))).toBe(`${long}(masked 0123456789ab)`);
  });

  it('stand in a tree where its markers are', () => {
    expect(shown({ a: [MASK, 5, null], b: { c: 'x' } })).toEqual({
      a: ['(masked 0123456789ab)', 5, null],
      b: { c: 'x' },
    });
  });
});

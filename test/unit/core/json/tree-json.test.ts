import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Tree, canonicalJson, equalJson, printJson } from '../../../../src/core/json/json.ts';
import { AssignedLater, Mask, Undetermined, isMarker, maskedText } from '../../../../src/core/json/marker.ts';
import { parseTree, printTree } from '../../../../src/core/json/tree-json.ts';

const MASK = new Mask('0123456789ab');
const PART = maskedText(['redis://:', MASK, '@r']);
const LATER = new Undetermined('certificate');
const ASSIGNED = new AssignedLater('cluster');

describe('a marker', () => {
  it.each([
    ['a mask', MASK, '{"$plumbline":{"masked":"0123456789ab"}}'],
    [
      'a text with a mask in it',
      PART,
      '{"$plumbline":{"text":["redis://:",{"$plumbline":{"masked":"0123456789ab"}},"@r"]}}',
    ],
    [
      'a value that differs with each render',
      LATER,
      '{"$plumbline":{"unknown":"unstable","form":"certificate"}}',
    ],
    [
      'a value that is made up at the apply',
      ASSIGNED,
      '{"$plumbline":{"unknown":"after-apply","by":"cluster"}}',
    ],
  ])('%s is stored, and comes back as it was', (_what, marker, stored) => {
    expect(printTree(marker)).toBe(stored);
    expect(parseTree(stored)).toStrictEqual(marker);
  });

  it.each([MASK, PART, LATER, ASSIGNED])(
    'equals itself, and no known value that is written like it: %s',
    (marker) => {
      const copy = JSON.parse(printJson(marker)) as Tree;
      expect(equalJson(marker, parseTree(printTree(marker)))).toBe(true);
      for (const forged of [copy, '(masked 0123456789ab)', printJson(marker), '0123456789ab']) {
        expect(equalJson(marker, forged)).toBe(false);
        expect(equalJson({ a: [forged] }, { a: [marker] })).toBe(false);
        expect(canonicalJson(marker)).not.toBe(canonicalJson(forged));
        expect(isMarker(parseTree(printTree(forged)))).toBe(false);
      }
    },
  );

  it('that this version does not write is refused', () => {
    expect(() => parseTree('{"$plumbline":{"masked":5}}')).toThrow(TypeError);
    expect(() => parseTree('{"$plumbline":{"text":[5]}}')).toThrow(TypeError);
  });
});

const text = fc.constantFrom('$plumbline', '$$plumbline', '$', 'masked', 'text', 'a', '0123456789ab');
const marker = fc.oneof(
  text.map((digits) => new Mask(digits)),
  fc
    .array(
      fc.oneof(
        text,
        text.map((digits) => new Mask(digits)),
      ),
      { maxLength: 5 },
    )
    .map(maskedText),
  text.map((form) => new Undetermined(form)),
  text.map((by) => new AssignedLater(by)),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    text,
    marker,
    fc.constantFrom(null, true, 5, 2n ** 60n),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

describe('a tree', () => {
  it('comes back from its text as it was, whatever its keys are called', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseTree(printTree(value))).toStrictEqual(value);
      }),
    );
  });

  it('has a canonical text of its own', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(equalJson(a, b));
      }),
    );
  });
});

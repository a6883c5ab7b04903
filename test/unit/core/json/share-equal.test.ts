import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonObject, equalJson } from '../../../../src/core/json/json.ts';
import { sharing } from '../../../../src/core/json/share-equal.ts';

describe('what is equal is held once', () => {
  it('takes the equal parts of the other value, and keeps its own', () => {
    const other = { metadata: { name: 'a', generation: 1 }, spec: { list: [{ a: 1 }] } };
    const value = { metadata: { name: 'a', generation: 2 }, spec: { list: [{ a: 1 }] }, more: [] };
    const shared = sharing(value, other);
    expect(shared).toEqual(value);
    expect(shared['spec']).toBe(other.spec);
  });

  it('is the same value, whatever the other one is', () => {
    const key = fc.constantFrom('a', 'b', '__proto__', 'constructor');
    const json = fc.dictionary(key, fc.dictionary(key, fc.jsonValue())) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(json, json, (value, other) => {
        expect(equalJson(sharing(value, other), value)).toBe(true);
        expect(equalJson(sharing(value, structuredClone(value)), value)).toBe(true);
      }),
    );
  });
});

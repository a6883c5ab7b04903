import { expect, it } from 'vitest';
import { readWarnings } from '../../../../src/kubernetes/client/warning-headers.ts';

it.each([
  ['none', undefined, []],
  ['one', '299 - "v1beta1 is deprecated"', ['v1beta1 is deprecated']],
  ['several headers', ['299 - "a"', '299 kube/1.37 "b"'], ['a', 'b']],
  ['several in one header', '299 - "a", 299 - "b"', ['a', 'b']],
  ['the same one twice', ['299 - "a"', '299 - "a"'], ['a']],
  ['an escaped quote', String.raw`299 - "unknown field \"spec.x\""`, ['unknown field "spec.x"']],
  ['another code', '199 - "a"', []],
])('reads %s', (_what, header, texts) => {
  expect(readWarnings(header)).toEqual(texts);
});

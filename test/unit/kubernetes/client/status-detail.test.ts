import { expect, it } from 'vitest';
import { detailOf } from '../../../../src/kubernetes/client/status-detail.ts';

it.each([
  ['a string', 'Invalid value: "s3cret": must be a number', 'must be a number'],
  [
    'a string with a colon and a quote',
    'Invalid value: "s3: \\"cret: ": must be a number',
    'must be a number',
  ],
  ['a number', 'Invalid value: -7: must be positive', 'must be positive'],
  ['a JSON object', 'Invalid value: {"a": "b: c", "d": [1]}: field is immutable', 'field is immutable'],
  [
    'a Go struct',
    'Invalid value: v1.Selector{Labels:map[string]string{"a": "b"}}: field is immutable',
    'field is immutable',
  ],
  ['one of several', 'Unsupported value: "x": supported values: "a", "b"', 'supported values: "a", "b"'],
  ['a value without a word about it', 'Duplicate value: "s3cret"', 'Duplicate value'],
  [
    'a diff in Go',
    'Forbidden: spec is immutable\n  core.PodSpec{\n-  A: "s3cret",\n',
    'Forbidden: spec is immutable',
  ],
  [
    'a diff of JSON',
    'Forbidden: spec is immutable\n@@ -1,6 +1,6 @@\n {\n-  "s3cret"\n',
    'Forbidden: spec is immutable',
  ],
  ['an unclosed quote', 'Invalid value: "s3cret: and on', 'Invalid value'],
])('leaves out %s', (_what, message, detail) => {
  expect(detailOf(message)).toBe(detail);
});

it.each([
  'Required value: must name one',
  'Too long: may not be more than 1048576 bytes',
  'conflict with "hpa" using apps/v1',
])('keeps %s', (message) => {
  expect(detailOf(message)).toBe(message);
});

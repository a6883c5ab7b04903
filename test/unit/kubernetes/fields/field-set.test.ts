import { expect, it } from 'vitest';
import { type FieldSet, fieldsOutside, holdsAll } from '../../../../src/kubernetes/fields/field-set.ts';

const labels: FieldSet = { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } } };

const samples: [string, FieldSet, FieldSet, boolean][] = [
  ['the same fields', labels, labels, true],
  ['more fields', { ...labels, 'f:spec': {} }, labels, true],
  ['one field less', { 'f:metadata': { 'f:labels': { 'f:other': {} } } }, labels, false],
  ['a field whole, of which the other one has a part', { 'f:metadata': {} }, labels, false],
  ['a part of what the other one has whole', labels, { 'f:metadata': {} }, true],
  ['nothing, and the other one neither', {}, {}, true],
];

it.each(samples)('a set that has %s', (_, set, fields, expected) => {
  expect(holdsAll(set, fields)).toBe(expected);
  if (expected) expect(fieldsOutside(fields, [set])).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { refuseForeignReferences } from '../../../../../src/kubernetes/render/helm/schema-references.ts';

const check = (schema: object | string, path = 'chart/values.schema.json') => {
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
  refuseForeignReferences([{ path, bytes: Buffer.from(text) }]);
};

describe('U13: a reference of values.schema.json', () => {
  it.each<[string, object]>([
    ['into itself', { $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }],
    ['to an anchor', { properties: { a: { $ref: '#a' } } }],
    [
      'to what it calls itself',
      { $id: 'https://example.com/s.json', properties: { a: { $ref: 'https://example.com/s.json#/x' } } },
    ],
    [
      'to a part with a name',
      { $id: 'https://example.com/s.json', $ref: 'part.json', $defs: { p: { $id: 'part.json' } } },
    ],
    ['to the schema of schemas', { $schema: 'http://json-schema.org/draft-07/schema#' }],
    ['that is the name of a value', { properties: { $ref: { type: 'string' } } }],
  ])('%s is let through', (_what, schema) => {
    expect(() => check(schema)).not.toThrow();
  });

  it.each<[string, object]>([
    ['to a file', { $ref: 'file:///etc/passwd' }],
    ['to an address', { properties: { a: { $ref: 'https://example.com/x.json' } } }],
    ['to an address without TLS, deep down', { allOf: [{ items: { $ref: 'http://127.0.0.1/x' } }] }],
    ['to a file in other letters', { $ref: 'FILE:///etc/passwd' }],
    ['to a relative file', { $ref: '../../secret.json' }],
    ['to an absolute path', { $ref: '/etc/passwd' }],
    ['to a host alone', { $ref: '//example.com/x' }],
    ['that is relative to a name of a file', { $id: 'file:///etc/', $ref: 'passwd' }],
    ['that is dynamic', { $dynamicRef: 'file:///etc/passwd' }],
    ['that is recursive', { $recursiveRef: 'http://example.com' }],
    ['as a schema of schemas', { $schema: 'file:///etc/passwd' }],
  ])('%s is refused with its text', (_what, schema) => {
    expect(() => check(schema)).toThrow(
      /^chart\/values.schema.json: the reference ".*" leads out of the schema/,
    );
  });

  it('is found when it is written with escapes, and a schema that is no JSON is refused', () => {
    expect(() => check('{"\\u0024ref": "file:\\/\\/\\/etc"}')).toThrow('leads out');
    expect(() => check('{"$ref": "file:///etc"} {')).toThrow('it is no JSON');
  });

  it('is sought in every chart, and in no other file', () => {
    expect(() => check({ $ref: 'file:///x' }, 'chart/charts/a/charts/b/values.schema.json')).toThrow(
      'leads out',
    );
    expect(() => check({ $ref: 'file:///x' }, 'chart/files/other.json')).not.toThrow();
  });
});

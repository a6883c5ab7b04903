import { describe, expect, it } from 'vitest';
import { inServedVersions } from '../../../../../src/kubernetes/fields/managers/former-versions.ts';
import type { Ownership } from '../../../../../src/kubernetes/fields/managers/managed-fields.ts';

const owner = (manager: string, apiVersion: string, fields: object, more: object = {}): Ownership => ({
  manager,
  operation: 'Apply',
  apiVersion,
  subresource: '',
  fields: fields as Ownership['fields'],
  ...more,
});

const served = (...versions: string[]) => versions.includes.bind(versions);

describe('owners in versions that are served', () => {
  it('B7: are the very same where all versions are', () => {
    const owners = [owner('plumbline', 'a/v1', {}), owner('helm', 'a/v2', {})];
    expect(inServedVersions(owners, 'a/v2', served('a/v1', 'a/v2'))).toBe(owners);
  });

  it('B7: take the place of those in a version that is gone, and the others stay', () => {
    const owners = [
      owner('plumbline', 'a/v1', { 'f:x': {} }),
      owner('helm', 'a/v2', {}),
      owner('k', 'b/v1', {}),
    ];
    expect(inServedVersions(owners, 'a/v3', served('a/v2', 'a/v3'))).toEqual([
      owner('plumbline', 'a/v3', { 'f:x': {} }),
      owner('helm', 'a/v2', {}),
      owner('k', 'a/v3', {}),
    ]);
  });

  it('B7: become one where they are of one manager then, with the fields of both and the later time', () => {
    const owners = [
      owner('k', 'a/v2', { 'f:y': {} }, { time: '2026-01-02T00:00:00Z' }),
      owner('k', 'a/v1', { 'f:x': {} }, { time: '2026-01-01T00:00:00Z' }),
      owner('k', 'a/v1', { 'f:x': {} }, { operation: 'Update' }),
      owner('k', 'a/v1', { 'f:s': {} }, { subresource: 'status' }),
    ];
    expect(inServedVersions(owners, 'a/v2', served('a/v2'))).toEqual([
      owner('k', 'a/v2', { 'f:x': {}, 'f:y': {} }, { time: '2026-01-02T00:00:00Z' }),
      owner('k', 'a/v2', { 'f:x': {} }, { operation: 'Update' }),
      owner('k', 'a/v2', { 'f:s': {} }, { subresource: 'status' }),
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../src/core/json/json.ts';
import {
  fieldsOutside,
  onlyFields,
  unionOf,
  withoutFields,
} from '../../../../../src/kubernetes/fields/field-set.ts';
import {
  fieldsAddedByPeople,
  isPerson,
} from '../../../../../src/kubernetes/fields/managers/field-managers.ts';
import { type Ownership, writerOf } from '../../../../../src/kubernetes/fields/managers/managed-fields.ts';

const owner = (manager: string, fields: JsonObject, more: Partial<Ownership> = {}): Ownership => ({
  manager,
  operation: manager === 'plumbline' ? 'Apply' : 'Update',
  apiVersion: 'apps/v1',
  subresource: '',
  fields,
  ...more,
});

const env = (name: string, node: JsonObject): JsonObject => ({ 'f:env': { [`k:{"name":"${name}"}`]: node } });
const whole = { '.': {}, 'f:name': {}, 'f:value': {} };

describe('field sets', () => {
  it('a union keeps leaves, branches and memberships', () => {
    const union = unionOf([{ 'f:a': {} }, { 'f:a': { 'f:b': {} } }, { 'f:c': { '.': {}, 'f:d': {} } }]);
    expect(union).toEqual({ 'f:a': { '.': {}, 'f:b': {} }, 'f:c': { '.': {}, 'f:d': {} } });
  });

  it('finds the topmost fields that another set does not touch', () => {
    const set = { 'f:labels': { '.': {}, 'f:x': {}, 'f:y': {} }, 'f:data': { '.': {}, 'f:k': {} } };
    expect(fieldsOutside(set, [{ 'f:labels': { 'f:x': {} } }])).toEqual([['f:labels', 'f:y'], ['f:data']]);
  });

  it('cutting fields out leaves no empty branch that would read as a member', () => {
    expect(withoutFields({ 'f:spec': { 'f:a': {} }, 'f:b': {} }, [['f:spec', 'f:a']])).toEqual({ 'f:b': {} });
    expect(onlyFields({ 'f:spec': { 'f:a': {}, 'f:c': {} } }, [['f:spec', 'f:a']])).toEqual({
      'f:spec': { 'f:a': {} },
    });
  });

  it('cutting out what is below a leaf leaves the leaf', () => {
    const set = { 'f:spec': { 'f:scaleDown': {} } };
    expect(withoutFields(set, [['f:spec', 'f:scaleDown', 'f:policies']])).toEqual(set);
  });

  it('names the latest owner of a field, of what is below it, or of the atomic value around it', () => {
    const owners = [
      owner('old', { 'f:spec': { 'f:replicas': {} } }, { time: '2026-01-01T00:00:00Z' }),
      owner('new', { 'f:spec': { 'f:replicas': {}, 'f:selector': {} } }, { time: '2026-02-01T00:00:00Z' }),
    ];
    expect(writerOf([{ key: 'spec' }, { key: 'replicas' }], owners)?.manager).toBe('new');
    expect(writerOf([{ key: 'spec' }, { key: 'selector' }, { key: 'matchLabels' }], owners)?.manager).toBe(
      'new',
    );
    expect(writerOf([{ key: 'spec' }, { key: 'other' }], owners)).toBeUndefined();
  });
});

describe('what people added', () => {
  it("D9: an env entry added by kubectl edit is found; a controller's is not", () => {
    const owners = [
      owner('plumbline', env('A', whole)),
      owner('kubectl-edit', env('DEBUG', whole)),
      owner('reloader', env('STAMP', whole)),
    ];
    expect(fieldsAddedByPeople(owners, env('A', whole))).toEqual([['f:env', 'k:{"name":"DEBUG"}']]);
  });

  it('D8: a field that left the source and that kubectl owns as well is found', () => {
    const owners = [
      owner('plumbline', { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }),
      owner('kubectl-client-side-apply', { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }),
    ];
    expect(fieldsAddedByPeople(owners, { 'f:spec': { 'f:replicas': {} } })).toEqual([['f:spec', 'f:paused']]);
  });

  it('leaves what a controller owns as well, finalizers, status, and the mark of a restart', () => {
    const metadata = (fields: JsonObject): JsonObject => ({ 'f:metadata': fields });
    const owners = [
      owner('kubectl-edit', metadata({ 'f:labels': { 'f:shared': {} }, 'f:finalizers': { 'v:"x"': {} } })),
      owner('some-controller', metadata({ 'f:labels': { 'f:shared': {} } })),
      owner('kubectl-rollout', metadata({ 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } })),
      owner('kubectl-edit', { 'f:status': { 'f:phase': {} } }),
    ];
    expect(fieldsAddedByPeople(owners, {})).toEqual([]);
  });

  it('an autoscaler that writes the scale subresource is no person', () => {
    expect(isPerson({ manager: 'kubectl', subresource: 'scale' })).toBe(false);
    expect(isPerson({ manager: 'kubectl', subresource: '' })).toBe(true);
    expect(isPerson({ manager: 'kubectlish', subresource: '' })).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { leftBy, rulesFor, stepsOf, withIgnored } from '../../../src/core/ignore.ts';
import type { JsonObject } from '../../../src/core/json.ts';

const because = 'owned by the HPA';
const rule = { kind: 'Deployment', path: '/spec/replicas', because };
const entry = (manager: string, fields: object) => ({
  manager,
  operation: manager === 'plumbline' ? 'Apply' : 'Update',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: fields,
});
const owned = (object: object, ...managedFields: object[]) =>
  ({ ...object, metadata: { managedFields } }) as JsonObject;

describe('ignore rules', () => {
  it('G15: leave a field out of what is applied where it is not ours, so that it never becomes ours', () => {
    const live = owned({ spec: { replicas: 7 } }, entry('hpa', { 'f:spec': { 'f:replicas': {} } }));
    expect(withIgnored({ spec: { replicas: 2, a: 1 } }, live, [rule])).toEqual({ spec: { a: 1 } });
  });

  it('G15: apply the live value of a field that is ours, since leaving it out would remove it', () => {
    const live = owned({ spec: { replicas: 7 } }, entry('plumbline', { 'f:spec': { 'f:replicas': {} } }));
    expect(withIgnored({ spec: { replicas: 2, a: 1 } }, live, [rule])).toEqual({
      spec: { replicas: 7, a: 1 },
    });
  });

  it('drop a field that live does not have, and the map that is empty without it', () => {
    expect(withIgnored({ spec: { replicas: 2, a: 1 } }, { spec: {} }, [rule])).toEqual({ spec: { a: 1 } });
    expect(withIgnored({ spec: { replicas: 2 } }, {}, [rule])).toEqual({});
  });

  it('add nothing that the source does not name', () => {
    expect(withIgnored({ spec: {} }, { spec: { replicas: 7 } }, [rule])).toEqual({ spec: {} });
  });

  it('D11: select an entry of a list by its fields, wherever it stands', () => {
    const path = '/spec/containers/[name=web]/image';
    const item = (name: string, image: string) => ({ name, image });
    const fields = { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } } };
    const live = owned(
      { spec: { containers: [item('side', 's:9'), item('web', 'w:9')] } },
      entry('plumbline', { 'f:spec': fields }),
    );
    const desired = { spec: { containers: [item('web', 'w:1'), item('side', 's:1')] } };
    expect(withIgnored(desired, live, [{ path, because }])).toEqual({
      spec: { containers: [item('web', 'w:9'), item('side', 's:1')] },
    });
    expect(
      withIgnored({ spec: { ports: [{ port: 80 }, { port: 81 }] } }, {}, [
        { path: '/spec/ports/[port=80]', because },
      ]),
    ).toEqual({ spec: { ports: [{ port: 81 }] } });
  });

  it('keep an atomic value that we own whole', () => {
    const live = owned({ spec: { list: [{ a: 9 }] } }, entry('plumbline', { 'f:spec': { 'f:list': {} } }));
    expect(withIgnored({ spec: { list: [{ a: 1 }] } }, live, [{ path: '/spec/list/0/a', because }])).toEqual({
      spec: { list: [{ a: 9 }] },
    });
  });

  it('G15: leave all that a manager owns', () => {
    const live = owned(
      { spec: { replicas: 7, paused: true } },
      entry('keda', { 'f:spec': { 'f:replicas': {} } }),
    );
    expect(
      withIgnored({ spec: { replicas: 2, paused: false } }, live, [{ manager: 'keda', because }]),
    ).toEqual({
      spec: { paused: false },
    });
  });

  it('leave what people added there as well', () => {
    const left = leftBy([
      { path: '/metadata/annotations/team~1owner', because },
      { manager: 'kubectl-edit', because },
    ]);
    expect(left.path(['f:metadata', 'f:annotations', 'f:team/owner'])).toBe(true);
    expect(left.path(['f:metadata', 'f:annotations', 'f:other'])).toBe(false);
    const owner = { operation: 'Update', apiVersion: 'v1', subresource: '', fields: {} };
    expect(left.owner({ ...owner, manager: 'kubectl-edit' })).toBe(true);
    expect(left.owner({ ...owner, manager: 'kubectl-patch' })).toBe(false);
  });

  it('hold only for the objects they name', () => {
    const id = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
    expect(rulesFor([rule], id)).toEqual([rule]);
    expect(rulesFor([rule], { ...id, kind: 'StatefulSet' })).toEqual([]);
    expect(rulesFor([{ ...rule, name: 'api' }], id)).toEqual([]);
  });

  it('read JSON pointers with their escapes', () => {
    expect(stepsOf('/metadata/annotations/a~1b~0c')).toEqual([
      { key: 'metadata' },
      { key: 'annotations' },
      { key: 'a/b~c' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { stepsOf } from '../../../../src/core/json/pointer.ts';
import { rulesFor } from '../../../../src/core/target/ignore-rules.ts';
import { leftBy } from '../../../../src/kubernetes/fields/ignored/ignored-fields.ts';
import { withIgnored } from '../../../../src/kubernetes/fields/ignored/keep-ignored.ts';

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

  it('G15: bring back what is ours and the source names no longer, since leaving it out would remove it', () => {
    const fields = { 'f:data': { 'f:a': {}, 'f:b': {} } };
    const live = owned({ data: { a: '9', b: '9', c: '9' } }, entry('plumbline', fields));
    const left = ['/data/a', '/data/c'].map((path) => ({ path, because }));
    expect(withIgnored({ data: { b: '1' } }, live, left)).toEqual({ data: { b: '1', a: '9' } });
    expect(withIgnored({}, live, left)).toEqual({ data: { a: '9' } });
  });

  it('G15: apply a field that is nobody’s where it would go with the last that is ours around it', () => {
    const live = owned({ data: { a: '9', b: '9' } }, entry('plumbline', { 'f:data': { 'f:b': {} } }));
    const left = [{ path: '/data/a', because }];
    expect(withIgnored({}, live, left)).toEqual({ data: { a: '9' } });
    expect(withIgnored({ data: { a: '1' } }, live, left)).toEqual({ data: { a: '9' } });
    expect(withIgnored({ data: { b: '1' } }, live, left)).toEqual({ data: { b: '1' } });
  });

  it('G15: leave a field that is nobody’s where others own something beside it, since it stays then', () => {
    const live = owned(
      { data: { a: '9', b: '9', c: '9' } },
      entry('plumbline', { 'f:data': { 'f:b': {} } }),
      entry('keda', { 'f:data': { 'f:c': {} } }),
    );
    expect(withIgnored({}, live, [{ path: '/data/a', because }])).toEqual({});
  });

  it('G15: bring back an entry of a list, and no entry for what is in it', () => {
    const item = (name: string, value: string) => ({ name, value });
    const whole = { '.': {}, 'f:name': {}, 'f:value': {} };
    const fields = { 'f:env': { 'k:{"name":"A"}': whole, 'k:{"name":"B"}': whole } };
    const live = owned({ env: [item('A', '9'), item('B', '9')] }, entry('plumbline', fields));
    const desired = { env: [item('B', '1')] };
    expect(withIgnored(desired, live, [{ path: '/env/[name=A]', because }])).toEqual({
      env: [item('B', '1'), item('A', '9')],
    });
    expect(withIgnored(desired, live, [{ path: '/env/[name=A]/value', because }])).toEqual(desired);
  });

  it('G15: bring back what is in an entry that the source gives up, and that stays since others own it too', () => {
    const whole = { '.': {}, 'f:name': {}, 'f:value': {} };
    const live = owned(
      { env: [{ name: 'A', value: '9', note: 'x' }] },
      entry('plumbline', { 'f:env': { 'k:{"name":"A"}': whole } }),
      entry('keda', { 'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:note': {} } } }),
    );
    const left = [{ path: '/env/[name=A]/value', because }];
    for (const desired of [{}, { env: [] }]) {
      expect(withIgnored(desired, live, left)).toEqual({ env: [{ name: 'A', value: '9' }] });
    }
  });

  it('G15: of a value that is ours in part, apply that part', () => {
    const probe = { httpGet: { port: 80, scheme: 'HTTP' }, periodSeconds: 10 };
    const fields = { 'f:probe': { 'f:httpGet': { 'f:port': {} } }, 'f:labels': {} };
    const theirs = entry('some-controller', { 'f:labels': { 'f:x': {} } });
    const live = owned({ probe, labels: { x: '1' } }, entry('plumbline', fields), theirs);
    const left = ['/probe', '/labels'].map((path) => ({ path, because }));
    expect(withIgnored({ probe: { exec: {} }, labels: {} }, live, left)).toEqual({
      probe: { httpGet: { port: 80 } },
      labels: {},
    });
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

  it('G15: keep what tells an entry from others as long as anything of it is declared that is not left', () => {
    const port = 'k:{"containerPort":1,"protocol":"TCP"}';
    const theirs = { '.': {}, 'f:containerPort': {}, 'f:protocol': {} };
    const live = owned(
      { spec: { ports: [{ containerPort: 1, protocol: 'TCP', name: 'live' }] } },
      entry('k9s', { 'f:spec': { 'f:ports': { [port]: theirs } } }),
      entry('other', { 'f:spec': { 'f:ports': { [port]: { '.': {}, 'f:name': {} } } } }),
    );
    const rules = [{ manager: 'k9s', because }];
    const declared = { containerPort: 1, protocol: 'TCP' };
    const named = { spec: { ports: [{ ...declared, name: 'ours' }] } };
    expect(withIgnored(named, live, rules)).toEqual(named);
    expect(withIgnored({ spec: { ports: [declared] } }, live, rules)).toEqual({});
    // Each field is found by the keys, whichever of them were left before it.
    const all = [...rules, { manager: 'other', because }];
    expect(withIgnored(named, live, all)).toEqual({});
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

  it('G15: keep a map that is ours, with which all would go that others own in it', () => {
    const live = owned(
      { spec: { nested: { beta: { a: 1, b: 2 } } } },
      entry('keda', { 'f:spec': { 'f:nested': { 'f:beta': { 'f:b': {} } } } }),
      entry('plumbline', { 'f:spec': { 'f:nested': { 'f:beta': { '.': {}, 'f:a': {} } } } }),
    );
    const rules = [{ manager: 'keda', because }];
    expect(withIgnored({ spec: { nested: { beta: { b: 5 } } } }, live, rules)).toEqual({
      spec: { nested: { beta: {} } },
    });
  });

  it('G15: leave out what is not live in a map that is ours and empty', () => {
    const live = owned({ data: {} }, entry('plumbline', { 'f:data': {} }));
    const left = [{ path: '/data/a', because }];
    expect(withIgnored({ data: { a: '', b: '' } }, live, left)).toEqual({ data: { b: '' } });
    expect(
      withIgnored({ data: { a: '', b: '' } }, owned({}, entry('plumbline', { 'f:data': {} })), left),
    ).toEqual({ data: { b: '' } });
  });

  it('G15: leave no map that a manager applied empty', () => {
    const live = owned(
      { metadata: {}, data: { ours: '1' } },
      entry('keda', { 'f:data': {} }),
      entry('plumbline', { 'f:data': { 'f:ours': {} } }),
    );
    const desired = { data: { ours: '2' } };
    expect(withIgnored(desired, live, [{ manager: 'keda', because }])).toEqual(desired);
  });

  it('leave what people added there as well', () => {
    const left = leftBy([
      { path: '/metadata/annotations/team~1owner', because },
      { manager: 'kubectl-edit', because },
    ]);
    const annotations = { 'f:metadata': { 'f:annotations': { '.': {}, 'f:team/owner': {}, 'f:other': {} } } };
    const owner = { operation: 'Update', apiVersion: 'v1', subresource: '', fields: annotations };
    expect(left.of({ ...owner, manager: 'kubectl-edit' })).toEqual({
      'f:metadata': { 'f:annotations': { 'f:team/owner': {}, 'f:other': {} } },
    });
    expect(left.of({ ...owner, manager: 'kubectl-patch' })).toEqual({
      'f:metadata': { 'f:annotations': { 'f:team/owner': {} } },
    });
  });

  it('leave of what a manager added only what is at the path', () => {
    const left = leftBy([{ manager: 'kubectl-edit', path: '/spec', because }]);
    const fields = { 'f:spec': { 'f:paused': {} }, 'f:data': {} };
    const owner = { operation: 'Update', apiVersion: 'v1', subresource: '', fields };
    expect(left.of({ ...owner, manager: 'kubectl-edit' })).toEqual({ 'f:spec': { 'f:paused': {} } });
    expect(left.of({ ...owner, manager: 'k9s' })).toEqual({});
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

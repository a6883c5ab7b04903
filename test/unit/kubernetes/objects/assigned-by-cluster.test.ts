import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { AssignedLater, Mask } from '../../../../src/core/json/marker.ts';
import {
  withAssignedLater,
  withoutAssigned,
} from '../../../../src/kubernetes/objects/assigned-by-cluster.ts';

function service(spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec };
}

const LATER = new AssignedLater('cluster');
const asIs = (object: JsonObject) => object;

describe('what a dry-run makes up for a Service', () => {
  const assignment = {
    predicted: service({
      clusterIP: '10.0.0.9',
      clusterIPs: ['10.0.0.9'],
      ports: [
        { port: 80, protocol: 'TCP', nodePort: 32769 },
        { port: 81, protocol: 'TCP', nodePort: 30081 },
        { port: 82, protocol: 'UDP', nodePort: 30082 },
      ],
    }),
    body: service({ ports: [{ port: 80 }, { port: 81, nodePort: 30081 }] }),
    live: service({ ports: [{ port: 82, protocol: 'UDP', nodePort: 30082 }] }),
  };

  it('is a marker; what the source or the live object has stays', () => {
    expect(withAssignedLater(assignment, asIs)['spec']).toEqual({
      clusterIP: LATER,
      clusterIPs: [LATER],
      ports: [
        { port: 80, protocol: 'TCP', nodePort: LATER },
        { port: 81, protocol: 'TCP', nodePort: 30081 },
        { port: 82, protocol: 'UDP', nodePort: 30082 },
      ],
    });
  });

  it('is not written', () => {
    expect(withoutAssigned(assignment)['spec']).toEqual({
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 81, protocol: 'TCP', nodePort: 30081 },
        { port: 82, protocol: 'UDP', nodePort: 30082 },
      ],
    });
  });

  it('is another one too where the live port has been edited away', () => {
    const predicted = service({ ports: [{ port: 80, protocol: 'TCP', nodePort: 32769 }] });
    const live = service({ ports: [{ port: 80, protocol: 'TCP', nodePort: 30080 }] });
    const body = service({ ports: [{ port: 80 }] });
    expect(withAssignedLater({ predicted, body, live }, asIs)['spec']).toEqual({
      ports: [{ port: 80, protocol: 'TCP', nodePort: LATER }],
    });
  });

  it('is nothing of another kind', () => {
    const route = { apiVersion: 'example.com/v1', kind: 'Service', spec: { clusterIP: 'x' } };
    expect(withAssignedLater({ ...assignment, predicted: route }, asIs)).toBe(route);
  });

  it('is in no mask, so that two plans have the same', () => {
    const spec = (object: JsonObject) => ({ spec: new Mask(JSON.stringify(object['spec'])) });
    const [one, two] = ['10.0.0.8', '10.0.0.9'].map((clusterIP) =>
      withAssignedLater({ predicted: service({ clusterIP }), body: service({}), live: service({}) }, spec),
    );
    expect(one).toStrictEqual(two);
  });

  it('is nothing that the source writes like it', () => {
    const written = service({ externalName: '(the cluster assigns one)', selector: null });
    expect(withAssignedLater({ predicted: written, body: written, live: service({}) }, asIs)).toStrictEqual(
      written,
    );
  });
});

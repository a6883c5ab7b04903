import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import {
  withAssignedLater,
  withoutAssigned,
} from '../../../../src/kubernetes/objects/assigned-by-cluster.ts';

function service(spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec };
}

const TOLD = '(the cluster assigns one)';

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

  it('is said in words; what the source or the live object has stays', () => {
    expect(withAssignedLater(assignment)['spec']).toEqual({
      clusterIP: TOLD,
      clusterIPs: [TOLD],
      ports: [
        { port: 80, protocol: 'TCP', nodePort: TOLD },
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
    expect(withAssignedLater({ predicted, body, live })['spec']).toEqual({
      ports: [{ port: 80, protocol: 'TCP', nodePort: TOLD }],
    });
  });

  it('is nothing of another kind', () => {
    const route = { apiVersion: 'example.com/v1', kind: 'Service', spec: { clusterIP: 'x' } };
    expect(withAssignedLater({ ...assignment, predicted: route })).toBe(route);
  });
});

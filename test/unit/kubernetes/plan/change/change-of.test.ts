import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../src/core/json/json.ts';
import { createMasker } from '../../../../../src/core/secrets/mask.ts';
import { LEFT_NOTHING } from '../../../../../src/kubernetes/fields/managers/field-managers.ts';
import { ownershipsOf } from '../../../../../src/kubernetes/fields/managers/managed-fields.ts';
import type { Identified } from '../../../../../src/kubernetes/identify/identify.ts';
import { changeOf } from '../../../../../src/kubernetes/plan/change/change-of.ts';
import { runsOf } from '../../../../../src/kubernetes/plan/hooks/hook-items.ts';

const NODE = 'volume.kubernetes.io/selected-node';
const masker = createMasker({ key: 'key', objects: [] });

/** A claim for storage with annotations, and who has applied which. */
function claimOf(
  annotations: Readonly<Record<string, string>>,
  owned: Readonly<Record<string, string[]>> = {},
) {
  const managedFields = Object.entries(owned).map(([manager, names]) => ({
    manager,
    operation: 'Apply',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:annotations': Object.fromEntries(names.map((name) => [`f:${name}`, {}])) },
    },
  }));
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', annotations, managedFields },
  } as JsonObject;
}

function itemOf(object: JsonObject): Identified {
  const id = { group: '', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' };
  const rest = { apiVersion: 'v1', kindPending: false, type: {} as Identified['type'] };
  return { object, origin: { file: 'data.yaml', line: 1 }, id, ...rest };
}

/** The annotations that a plan says would change. */
function planned(declared: JsonObject, live: JsonObject | undefined, then: JsonObject): string[] {
  const prediction = {
    status: 'predicted',
    object: then,
    owners: ownershipsOf(then),
    takeOver: [],
    warnings: [],
  } as const;
  const expectation = { item: itemOf(declared), live, body: declared, left: LEFT_NOTHING, prediction };
  const { change } = changeOf(expectation, masker, 'mark');
  if (change?.action === 'create') return [JSON.stringify(change.after)];
  return (change?.fields ?? []).map(({ path, before, after }) =>
    JSON.stringify([path.at(-1), before, after]),
  );
}

describe('annotations of the kind that controllers write', () => {
  const none = claimOf({ mine: 'x' }, { plumbline: ['mine'] });
  const both = claimOf({ mine: 'x', [NODE]: 'a' }, { plumbline: ['mine', NODE] });

  it('S20: what the source declares is shown, since it is applied', () => {
    const declared = claimOf({ mine: 'x', [NODE]: 'a' });
    expect(planned(declared, none, both)).toEqual([JSON.stringify([{ key: NODE }, undefined, 'a'])]);
    expect(planned(declared, undefined, both)[0]).toContain(NODE);
    const hook = { tool: 'helm', phase: 'before', weight: 0, deletion: new Set<never>() } as const;
    expect(JSON.stringify(runsOf([{ item: itemOf(declared), hook }], masker))).toContain(NODE);
  });

  it('S20: what we have applied, and the source has no longer, is shown to go', () => {
    expect(planned(claimOf({ mine: 'x' }), both, none)).toHaveLength(1);
  });

  it('C15: what only their controllers write is no difference', () => {
    const theirs = (node: string) =>
      claimOf({ mine: 'x', [NODE]: node }, { plumbline: ['mine'], scheduler: [NODE] });
    expect(planned(claimOf({ mine: 'x' }), theirs('a'), theirs('b'))).toEqual([]);
  });
});

it("a Service's new addresses are open in its plan, and the same in every plan", () => {
  const serviceOf = (spec: JsonObject) => ({ apiVersion: 'v1', kind: 'Service', spec }) as JsonObject;
  const declared = serviceOf({ type: 'NodePort', ports: [{ port: 80 }] });
  const live = serviceOf({ type: 'ClusterIP', clusterIP: 'None', ports: [{ port: 80 }] });
  const plans = [31000, 32000].map((nodePort) =>
    planned(
      declared,
      live,
      serviceOf({
        type: 'NodePort',
        clusterIP: `10.0.0.${nodePort / 1000}`,
        ports: [{ port: 80, nodePort }],
      }),
    ),
  );
  expect(plans[0]).toEqual(plans[1]);
  const later = { $plumbline: { unknown: 'after-apply', by: 'cluster' } };
  expect(plans[0]).toContain(JSON.stringify([{ key: 'clusterIP' }, 'None', later]));
  expect(plans[0]?.join('\n')).toContain(`"nodePort":${JSON.stringify(later)}`);
});

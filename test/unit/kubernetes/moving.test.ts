import { expect, it } from 'vitest';
import { OpsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import type { Exposures } from '../../../src/kubernetes/inventory/exposure.ts';
import { resourceKey } from '../../../src/kubernetes/objects/resource.ts';
import { createPlanCache } from '../../../src/kubernetes/plan-cache.ts';
import { predict } from '../../../src/kubernetes/predict/predict.ts';
import { targetIn } from '../../support/targets.ts';

const exposures: Exposures = async () => 'open';

const type = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
};
const id = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' };

const at = (version: number): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', resourceVersion: String(version) },
});

/** Somebody writes the object before each of the first dry-runs. */
async function predictWhile(writes: number, read?: () => Promise<JsonObject>) {
  const seen = { version: 1, reads: 0, dryRuns: 0 };
  const client = {
    apply: async () => {
      seen.dryRuns += 1;
      if (seen.dryRuns <= writes) seen.version += 1;
      return { object: at(seen.version), warnings: [] };
    },
    find: async () => {
      seen.reads += 1;
      return read === undefined ? at(seen.version) : read();
    },
  } as unknown as Client;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } };
  const origin = { file: 'all.yaml', line: 1 };
  const items = [{ object, origin, id, apiVersion: 'v1', type, kindPending: false }];
  const sighting = { of: async () => at(1), all: Promise.resolve(new Map([[resourceKey(id), at(1)]])) };
  const rest = {
    target: targetIn('shop'),
    ownerLabel: 'x',
    cache: createPlanCache(),
    sighting,
    snapshot: new Map(),
    asApproved: false,
    given: [],
    exposures,
  };
  const [expectation] = await predict({ client, items, ...rest }, (expectation) => expectation);
  return { seen, expectation };
}

it('E11: an object that changes while it is asked about is looked at again, until both are of one version', async () => {
  const { seen, expectation } = await predictWhile(2);
  expect(seen).toEqual({ version: 3, reads: 2, dryRuns: 3 });
  expect(expectation?.live).toEqual(at(3));
  expect(expectation?.prediction).toMatchObject({ status: 'predicted', object: at(3) });
});

it('E11: one that never rests is given up after five times, with the last answer', async () => {
  const { seen, expectation } = await predictWhile(Infinity);
  expect(seen.dryRuns).toBe(5);
  expect(expectation?.prediction).toMatchObject({ status: 'predicted', object: at(6) });
});

it('E11: one that cannot be looked at again is unknown, not unchanged', async () => {
  const { expectation } = await predictWhile(1, async () => {
    throw new OpsError({ code: 'timeout', subject: 'ConfigMap shop/a', message: 'no answer.' });
  });
  expect(expectation?.prediction).toMatchObject({ status: 'failed', error: { code: 'timeout' } });
});

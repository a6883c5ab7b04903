import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import type { Identified } from '../../../src/kubernetes/identify/identify.ts';
import type { Exposures } from '../../../src/kubernetes/inventory/exposure.ts';
import { observe } from '../../../src/kubernetes/observe/observe.ts';
import { createPlanCache } from '../../../src/kubernetes/plan-cache.ts';
import { predict } from '../../../src/kubernetes/predict/predict.ts';
import { targetIn } from '../../support/targets.ts';

const exposures: Exposures = async () => 'open';

/** A server that answers a turn later, and how many asked it at once. */
function slowServer() {
  const seen = { now: 0, most: 0, total: 0 };
  const later = async <Answer>(answer: Answer): Promise<Answer> => {
    seen.total += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await setImmediate();
    seen.now -= 1;
    return answer;
  };
  const client = {
    list: () => later({ items: [], resourceVersion: '1', warnings: [] }),
    apply: (_type: unknown, _id: unknown, object: JsonObject) => later({ object, warnings: [] }),
  } as unknown as Client;
  return { client, seen };
}

const type = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
};

const items = Array.from({ length: 300 }, (_, index): Identified => {
  const name = `m${index}`;
  const namespace = `n${index}`;
  return {
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } },
    origin: { file: 'all.yaml', line: 1 },
    id: { group: '', kind: 'ConfigMap', namespace, name },
    apiVersion: 'v1',
    type,
    kindPending: false,
  };
});

it('J6: no more than 16 dry-runs are asked at once, and not one after the other', async () => {
  const { client, seen } = slowServer();
  const sighting = { of: async () => undefined, all: Promise.resolve(new Map()) };
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
  const expectations = await predict({ client, items, ...rest }, (expectation) => expectation);
  expect(expectations.map(({ item }) => item.id.name)).toEqual(items.map(({ id }) => id.name));
  expect(seen).toEqual({ now: 0, most: 16, total: 300 });
});

it('J6: a plan that has failed asks nothing more', async () => {
  const { client, seen } = slowServer();
  const sighting = { of: async () => undefined, all: Promise.resolve(new Map()) };
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
  const refuse = () => {
    throw new Error('no');
  };
  await expect(predict({ client, items, ...rest }, refuse)).rejects.toThrow('no');
  await sleep(20);
  expect(seen.now).toBe(0);
  expect(seen.total).toBeLessThan(40);
});

it('J6: no more than 8 lists are read at once', async () => {
  const { client, seen } = slowServer();
  await observe(client, items, new Map()).all;
  expect(seen).toEqual({ now: 0, most: 8, total: 300 });
});

/** Two objects of two lists, the second of which is answered when `until` is over. */
async function predictWhile(first: JsonObject | undefined, until: Promise<unknown>, asked: () => void) {
  const seen: string[] = [];
  const list = async (_type: unknown, { namespace }: { namespace: string }) => {
    if (namespace === 'n1') await until;
    seen.push(`list ${namespace}`);
    return { items: namespace === 'n0' && first ? [first] : [], resourceVersion: '1', warnings: [] };
  };
  const apply = async (_type: unknown, { namespace }: { namespace: string }, object: JsonObject) => {
    seen.push(`dry-run ${namespace}`);
    asked();
    return { object, warnings: [] };
  };
  const client = { list, apply } as unknown as Client;
  const two = items.slice(0, 2);
  const sighting = observe(client, two, new Map());
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
  await predict({ client, items: two, ...rest }, () => undefined);
  return seen;
}

it('J6: what is seen first is asked about while the rest is still looked at', async () => {
  const asked = Promise.withResolvers<void>();
  const seen = await predictWhile(items[0]?.object, asked.promise, asked.resolve);
  expect(seen).toEqual(['list n0', 'dry-run n0', 'list n1', 'dry-run n1']);
});

it('J6: what is not there is asked about when it is known what else is not', async () => {
  const seen = await predictWhile(undefined, sleep(50), () => {});
  expect(seen).toEqual(['list n0', 'list n1', 'dry-run n0', 'dry-run n1']);
});

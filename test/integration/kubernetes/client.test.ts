import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import { type ResourceType, objectPath } from '../../../src/kubernetes/client/resource-type.ts';
import { StatusError } from '../../../src/kubernetes/client/status-error.ts';
import { discover } from '../../../src/kubernetes/discovery/discovery.ts';
import { CONFIG_MAP, DEPLOYMENT, NAMESPACE, configMap, connectAs, createNamespace } from './connections.ts';

const space = 'client-test';
let client: Client;

beforeAll(async () => {
  client = await connectAs(inject('context'));
  await createNamespace(client, space);
});

afterAll(async () => {
  await client.remove(NAMESPACE, { namespace: '', name: space });
  await client.close();
});

/** What was refused; a success is a failure of the test. */
async function refusal(promise: Promise<unknown>): Promise<StatusError> {
  const answer: unknown = await promise.catch((error: unknown) => error);
  expect(answer).toBeInstanceOf(StatusError);
  return answer as StatusError;
}

const named = (name: string) => ({ namespace: space, name });

describe('listing', () => {
  it('reads all 253 objects of a list in pages of 100, each with its kind', async () => {
    const names = Array.from({ length: 253 }, (_, i) => `many-${String(i).padStart(3, '0')}`);
    for (let i = 0; i < names.length; i += 16) {
      const some = names.slice(i, i + 16);
      await Promise.all(
        some.map((name) => {
          const body = configMap(space, name, { name });
          return client.apply(CONFIG_MAP, named(name), {
            ...body,
            metadata: { ...body.metadata, labels: { many: '' } },
          });
        }),
      );
    }
    const listed = await client.list(CONFIG_MAP, { namespace: space, labelSelector: 'many', limit: 100 });
    expect(listed.items.map((item) => (item['metadata'] as JsonObject)['name'])).toEqual(names);
    expect(listed.items.every((item) => item['kind'] === 'ConfigMap' && item['apiVersion'] === 'v1')).toBe(
      true,
    );
    expect(listed.resourceVersion).toMatch(/^[0-9]+$/);
  });

  it('answers an empty list where nothing matches', async () => {
    const listed = await client.list(CONFIG_MAP, { namespace: space, labelSelector: 'nobody=here' });
    expect(listed.items).toEqual([]);
  });

  it('lists the objects of all namespaces where none is named', async () => {
    const { items } = await client.list(NAMESPACE, {});
    expect(items.map((item) => (item['metadata'] as JsonObject)['name'])).toEqual(
      expect.arrayContaining(['default', 'kube-system', space]),
    );
  });
});

describe('applying', () => {
  it('creates an object, and updates it, under our own manager', async () => {
    await client.apply(CONFIG_MAP, named('applied'), configMap(space, 'applied', { key: 'old' }));
    const { object } = await client.apply(
      CONFIG_MAP,
      named('applied'),
      configMap(space, 'applied', { key: 'new' }),
    );
    expect(object['data']).toEqual({ key: 'new' });
    const { managedFields } = object['metadata'] as JsonObject;
    expect(managedFields).toMatchObject([{ manager: 'plumbline', operation: 'Apply' }]);
  });

  it('stores nothing in a dry-run, and says what would be stored', async () => {
    const body = configMap(space, 'rehearsed', { key: 'value' });
    const { object } = await client.apply(CONFIG_MAP, named('rehearsed'), body, { dryRun: true });
    expect(object['data']).toEqual({ key: 'value' });
    expect(await refusal(client.read(CONFIG_MAP, named('rehearsed')))).toMatchObject({ code: 'not-found' });
  });

  it('refuses a field that the schema does not know', async () => {
    const body = deployment('strict', { replicaz: 2 });
    const error = await refusal(client.apply(DEPLOYMENT, named('strict'), body, { dryRun: true }));
    expect(error).toMatchObject({
      code: 'invalid',
      subject: `apps/Deployment ${space}/strict`,
      retryable: false,
    });
    expect(error.message).toContain('spec.replicaz: there is no such field');
  });

  it('is told of all that strict validation would refuse', async () => {
    await withMeters(async (meter) => {
      const unlabelled = configMap(space, 'strict', {});
      const samples: [ResourceType, JsonObject][] = [
        [DEPLOYMENT, deployment('strict', { replicaz: 2 })],
        [CONFIG_MAP, { ...unlabelled, metadata: { ...unlabelled.metadata, labelz: { a: 'b' } } }],
        [meter, { ...meterOf('strict', 1n), spec: { tickz: 1 } }],
        [meter, { ...meterOf('strict', 1n), more: true }],
      ];
      for (const [type, body] of samples) {
        const ours = await refusal(client.apply(type, named('strict'), body, { dryRun: true }));
        const strict = await refusal(
          client.raw({
            method: 'PATCH',
            path: objectPath(type, named('strict')),
            query: { fieldManager: 'plumbline', fieldValidation: 'Strict', dryRun: 'All' },
            headers: { 'content-type': 'application/apply-patch+yaml' },
            body,
          }),
        );
        const told = strict.message.split(': ').at(-2);
        expect(told).toMatch(/^\.[a-z.]+$/);
        expect(ours.message).toContain(`${told?.slice(1)}: there is no such field`);
        expect(ours.httpStatus).toBe(strict.httpStatus);
      }
    });
  });

  it('names each wrong field without repeating its value', async () => {
    const body = deployment('wrong', { replicas: -7 });
    const error = await refusal(client.apply(DEPLOYMENT, named('wrong'), body));
    expect(error).toMatchObject({ code: 'invalid', httpStatus: 422, reason: 'Invalid' });
    expect(error.message).toBe(
      `apps/Deployment ${space}/wrong: patch refused (Invalid): ` +
        'spec.replicas: must be greater than or equal to 0. Correct the manifest.',
    );
  });

  it('names the manager and the field of a conflict, and takes the field over when it is forced to', async () => {
    const options = { fieldManager: 'somebody-else' };
    await client.apply(CONFIG_MAP, named('shared'), configMap(space, 'shared', { key: 'theirs' }), options);
    const ours = configMap(space, 'shared', { key: 'ours' });
    const error = await refusal(client.apply(CONFIG_MAP, named('shared'), ours));
    expect(error).toMatchObject({
      code: 'conflict',
      causes: [{ reason: 'FieldManagerConflict', field: '.data.key' }],
    });
    expect(error.message).toContain('.data.key: conflict with "somebody-else"');
    const { object } = await client.apply(CONFIG_MAP, named('shared'), ours, { force: true });
    expect(object['data']).toEqual({ key: 'ours' });
  });

  it('hands on the warnings of the server', async () => {
    const body = deployment('warned', {});
    const template = (body['spec'] as JsonObject)['template'] as JsonObject;
    const spec = template['spec'] as JsonObject;
    const mistaken = { ...spec, nodeSelector: { 'beta.kubernetes.io/os': 'linux' } };
    (body['spec'] as JsonObject)['template'] = { ...template, spec: mistaken };
    const { warnings } = await client.apply(DEPLOYMENT, named('warned'), body, { dryRun: true });
    expect(warnings).toEqual([expect.stringContaining('beta.kubernetes.io/os')]);
  });

  it('does not repeat the value of a Secret that the server could not read', async () => {
    const type = { ...CONFIG_MAP, kind: 'Secret', plural: 'secrets' };
    const metadata = { namespace: space, name: 'hidden' };
    const body = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { pin: 48_151_623 } };
    const error = await refusal(client.apply(type, named('hidden'), body));
    expect(error.message).toContain(`Secret ${space}/hidden: patch refused`);
    expect(error.message).not.toContain('48151623');
  });
});

describe('patching and removing', () => {
  it('applies a JSON patch to what is there', async () => {
    await client.apply(CONFIG_MAP, named('patched'), configMap(space, 'patched', { key: 'old' }));
    const operations = [{ op: 'replace', path: '/data/key', value: 'new' }];
    const { object } = await client.patch(
      CONFIG_MAP,
      named('patched'),
      'application/json-patch+json',
      operations,
    );
    expect(object['data']).toEqual({ key: 'new' });
  });

  it('does not delete an object that was made again since', async () => {
    await client.apply(CONFIG_MAP, named('remade'), configMap(space, 'remade', {}));
    const uid = '00000000-0000-0000-0000-000000000000';
    expect(await refusal(client.remove(CONFIG_MAP, named('remade'), { uid }))).toMatchObject({
      code: 'conflict',
    });
    const { metadata } = await client.read(CONFIG_MAP, named('remade'));
    await client.remove(CONFIG_MAP, named('remade'), { uid: (metadata as { uid: string }).uid });
    expect(await refusal(client.read(CONFIG_MAP, named('remade')))).toMatchObject({ code: 'not-found' });
    expect(await client.find(CONFIG_MAP, named('remade'))).toBeUndefined();
  });
});

describe('reading', () => {
  it('says which object is not there', async () => {
    const error = await refusal(client.read(CONFIG_MAP, named('absent')));
    expect(error).toMatchObject({
      code: 'not-found',
      subject: `ConfigMap ${space}/absent`,
      retryable: false,
    });
  });

  it('gives up when it is told to', async () => {
    const reason = new Error('enough');
    const asked = client.read(CONFIG_MAP, named('absent'), { signal: AbortSignal.abort(reason) });
    await expect(asked).rejects.toBe(reason);
  });

  it('A3: an integer beyond 2^53 comes back exactly as it was applied', async () => {
    const ticks = 9_007_199_254_740_993n;
    await withMeters(async (meter) => {
      await client.apply(meter, named('big'), meterOf('big', ticks));
      expect((await client.read(meter, named('big')))['spec']).toEqual({ ticks });
    });
  });
});

/** With a kind of our own, for as long as the work takes. */
async function withMeters(work: (meter: ResourceType) => Promise<void>): Promise<void> {
  const definition: ResourceType = {
    ...NAMESPACE,
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
  };
  const name = 'meters.client.test';
  await client.apply(definition, { namespace: '', name }, meterDefinition(name));
  await expect.poll(async () => (await lookupMeter()).status, { timeout: 20_000 }).toBe('served');
  const answer = await lookupMeter();
  if (answer.status !== 'served') throw new Error('not served');
  await work(answer.type);
  await client.remove(definition, { namespace: '', name });
  await expect.poll(async () => (await lookupMeter()).status, { timeout: 20_000 }).not.toBe('served');
}

function meterOf(name: string, ticks: bigint): JsonObject {
  return {
    apiVersion: 'client.test/v1',
    kind: 'Meter',
    metadata: { namespace: space, name },
    spec: { ticks },
  };
}

async function lookupMeter() {
  return (await discover(client, { fresh: true })).lookup('client.test/v1', 'Meter');
}

function meterDefinition(name: string): JsonObject {
  const spec = { type: 'object', properties: { ticks: { type: 'integer', format: 'int64' } } };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group: 'client.test',
      scope: 'Namespaced',
      names: { kind: 'Meter', plural: 'meters' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

function deployment(name: string, spec: JsonObject): JsonObject {
  const labels = { app: name };
  const containers = [{ name: 'web', image: 'nginx' }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: space, name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      ...spec,
    },
  };
}

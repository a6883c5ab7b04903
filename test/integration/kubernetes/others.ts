import type { JsonObject } from '../../../src/core/json/json.ts';
import type { Client } from '../../../src/kubernetes/client/client.ts';
import type { ResourceType } from '../../../src/kubernetes/client/resource-type.ts';
import { type Random, mutated, pick } from '../../support/random.ts';

/** An object that others write too. */
export interface Written {
  readonly client: Client;
  readonly type: ResourceType;
  readonly random: Random;
  readonly desired: JsonObject;
}

/** K7: whoever else writes under our name is nobody whose fields tell anything, from then on. */
function inOurName(random: Random): string | undefined {
  return random() < 0.04 ? 'plumbline' : undefined;
}

export const nameOf = (object: JsonObject) =>
  object['metadata'] as unknown as { name: string; namespace: string };

/** Somebody edits the live object as it is. */
export async function update({ client, type, random, desired }: Written): Promise<void> {
  const current = await client.read(type, nameOf(desired));
  const path = new URL(`http://any${selfPath(type, desired)}`).pathname;
  const fieldManager = inOurName(random) ?? pick(random, ['kubectl-edit', 'some-controller']);
  await client.raw({ method: 'PUT', path, query: { fieldManager }, body: mutated(random, current) });
}

/** Somebody applies what they want of it, server-side. */
export async function applyOther({ client, type, random, desired }: Written): Promise<void> {
  const fieldManager = pick(random, ['helm', 'kubectl', 'plumbline-old']);
  const body = random() < 0.4 ? desired : mutated(random, mutated(random, desired));
  await client.apply(type, nameOf(desired), body, { fieldManager, force: random() < 0.7 });
}

/** A controller writes. */
export async function writeSubresource({ client, type, random, desired }: Written): Promise<void> {
  const scaled = type.kind === 'Deployment' && random() < 0.5;
  const body = scaled
    ? { spec: { replicas: Math.floor(random() * 3) } }
    : { status: { observedGeneration: Math.floor(random() * 10) } };
  const options = {
    subresource: scaled ? 'scale' : 'status',
    fieldManager: pick(random, ['hpa', 'plumbline']),
  };
  await client.patch(type, nameOf(desired), 'application/merge-patch+json', body, options);
}

function selfPath({ group, version, plural }: ResourceType, object: JsonObject): string {
  const { namespace, name } = nameOf(object);
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}/namespaces/${namespace}/${plural}/${name}`;
}

import { createHash } from 'node:crypto';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { ResourceId } from '../objects/resource.ts';
import type { DryRunInput } from './dry-run-input.ts';

/**
 * Dry-runs an object as a new one, under a name that no object has.
 * @param namespace the namespace of the dry-run; the object's own where absent
 * @returns the object as it would be stored, under its own name
 * @throws OpsError the server's refusal
 */
export async function dryRunAsNew(
  { client, item, body }: DryRunInput,
  namespace = item.id.namespace,
): Promise<JsonObject> {
  const name = rehearsalName(item.id);
  const metadata = { ...mapAt(body, 'metadata'), name };
  const renamed = {
    ...withoutAllocations(body),
    metadata: item.type.namespaced ? { ...metadata, namespace } : metadata,
  };
  const { object } = await client.apply(item.type, { name, namespace }, renamed, {
    dryRun: true,
    force: true,
  });
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), ...own(item.id) } };
}

function rehearsalName({ name }: ResourceId): string {
  return `plumbline-rehearsal-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

/** The server's message on such a dry-run, with the object's own name and namespace in it. */
export function aboutOriginal(message: string, id: ResourceId, namespace = id.namespace): string {
  const name = rehearsalName(id);
  return message.replaceAll(`${namespace}/${name}`, `${id.namespace}/${id.name}`).replaceAll(name, id.name);
}

function own({ name, namespace }: { name: string; namespace: string }): JsonObject {
  return namespace === '' ? { name } : { name, namespace };
}

/**
 * The body without the addresses and ports of a Service: the live object holds them, and a second one cannot have them.
 */
function withoutAllocations(body: JsonObject): JsonObject {
  const { kind, apiVersion, spec } = body;
  if (kind !== 'Service' || apiVersion !== 'v1' || !isObject(spec)) return body;
  const { clusterIP: _ip, clusterIPs: _ips, healthCheckNodePort: _health, ports, ...rest } = spec;
  const open = (port: Json): Json => {
    if (!isObject(port)) return port;
    const { nodePort: _node, ...free } = port;
    return free;
  };
  return { ...body, spec: { ...rest, ...(Array.isArray(ports) && { ports: ports.map(open) }) } };
}

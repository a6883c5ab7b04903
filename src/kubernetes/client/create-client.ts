import { OpsError } from '../../core/errors.ts';
import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { FIELD_MANAGER } from '../fields/managers/field-managers.ts';
import { describeResource } from '../objects/resource.ts';
import type { Endpoint } from '../transport/network-error.ts';
import type {
  ApplyOptions,
  CallOptions,
  Client,
  ListOptions,
  PatchOptions,
  PatchType,
  RawReply,
  RawRequest,
  RemoveOptions,
  Reply,
} from './client.ts';
import { listAll } from './list-all.ts';
import { openWatch } from './open-watch.ts';
import { notAnApi } from './reply.ts';
import {
  type ObjectName,
  type ResourceType,
  collectionPath,
  objectPath,
  resourceOf,
} from './resource-type.ts';
import type { OpenStream, Send } from './send.ts';
import type { Refused } from './status-error.ts';

const PAGE = 500;

/** Bare metadata of a list's objects; a server that cannot leave the rest out sends them whole. */
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

export interface ClientParts {
  readonly endpoint: Endpoint;
  readonly send: Send;
  readonly open: OpenStream;
  readonly close: () => Promise<void>;
}

/** The calls to a cluster, each as one request of the Kubernetes API. */
export function createClient({ endpoint, send, open, close }: ClientParts): Client {
  const reply = async (request: RawRequest, refused: Refused) =>
    readObject(await send(request, refused), endpoint);

  const raw = (request: RawRequest) => {
    const subject = request.subject ?? `cluster "${endpoint.context}" ${request.method} ${request.path}`;
    return send(request, { verb: request.method.toLowerCase(), subject });
  };
  const read: Client['read'] = async (type, object, options = {}) => {
    const request = { ...signalOf(options), method: 'GET', path: objectPath(type, object) } as const;
    return (await reply(request, refusedOf('get', type, object))).object;
  };

  return {
    ...endpoint,
    raw,
    close,
    async get(path, options = {}) {
      return readObject(await raw({ ...options, method: 'GET', path }), endpoint).object;
    },
    read,
    find: (type, object, options) => orNone(read(type, object, options)),
    list: (type, options = {}) => list(send, type, options),
    watch: (type, options) => openWatch(open, type, options),
    apply: (type, object, body, options = {}) => reply(...applyCall(type, object, body, options)),
    patch: (type, object, patchType, body, options = {}) =>
      reply(...patchCall(type, object, patchType, body, options)),
    remove: (type, object, options = {}) => reply(...removeCall(type, object, options)),
  };
}

async function orNone(asked: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function list(send: Send, type: ResourceType, options: ListOptions) {
  const { namespace = '', labelSelector, fieldSelector, limit = PAGE, resourceVersion } = options;
  const path = collectionPath(type, namespace);
  const headers = options.metadataOnly === true ? { accept: METADATA_LIST } : {};
  const subject = `list of ${resourceOf(type)}${namespace === '' ? '' : ` in ${namespace}`}`;
  const refused = { verb: 'list', subject, resource: resourceOf(type) };
  return listAll({
    type,
    limit,
    subject,
    ...(resourceVersion !== undefined && { resourceVersion }),
    ask: (page) =>
      send(
        {
          ...signalOf(options),
          method: 'GET',
          path,
          headers,
          query: { labelSelector, fieldSelector, ...page },
        },
        refused,
      ),
  });
}

type Call = [RawRequest, Refused];

function applyCall(type: ResourceType, object: ObjectName, body: JsonObject, options: ApplyOptions): Call {
  const { dryRun = false, force = false, fieldManager = FIELD_MANAGER } = options;
  const request = {
    ...signalOf(options),
    method: 'PATCH',
    path: objectPath(type, object),
    query: {
      fieldManager,
      // An apply refuses fields that its schema does not know in any case. Strict validation would only look for
      // duplicate keys, which plumbline's bodies cannot have, and the server would read the body once more for that.
      fieldValidation: 'Ignore',
      force: String(force),
      dryRun: dryRun ? 'All' : undefined,
    },
    // JSON is YAML, and is written and read faster.
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body,
    repeatable: true,
  } as const;
  return [request, { ...refusedOf('patch', type, object, dryRun), apply: true }];
}

function patchCall(
  type: ResourceType,
  object: ObjectName,
  patchType: PatchType,
  body: Json,
  options: PatchOptions,
): Call {
  const { dryRun = false, fieldManager = FIELD_MANAGER, subresource } = options;
  const path = objectPath(type, object);
  const request = {
    ...signalOf(options),
    method: 'PATCH',
    path: subresource === undefined ? path : `${path}/${encodeURIComponent(subresource)}`,
    query: { fieldManager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined },
    headers: { 'content-type': patchType },
    body,
    // A patch may add to what is there: only one that changes nothing may be sent twice.
    repeatable: dryRun,
  } as const;
  return [request, refusedOf('patch', type, object, dryRun)];
}

function removeCall(type: ResourceType, object: ObjectName, options: RemoveOptions): Call {
  const { dryRun = false, uid, resourceVersion, propagationPolicy = 'Background' } = options;
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  const body = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy,
    ...(Object.keys(preconditions).length > 0 && { preconditions }),
    ...(dryRun && { dryRun: ['All'] }),
  };
  const path = objectPath(type, object);
  const request = { ...signalOf(options), method: 'DELETE', path, body, repeatable: dryRun } as const;
  return [request, refusedOf('delete', type, object, dryRun)];
}

function refusedOf(verb: string, type: ResourceType, object: ObjectName, dryRun = false): Refused {
  const { group, kind } = type;
  const namespace = type.namespaced ? object.namespace : '';
  const subject = describeResource({ group, kind, namespace, name: object.name });
  return { verb, subject, resource: resourceOf(type), dryRun, sensitive: group === '' && kind === 'Secret' };
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}

function readObject({ body, warnings }: RawReply, endpoint: Endpoint): Reply {
  if (!isObject(body)) throw notAnApi(endpoint, 'its answer is no object');
  return { object: body, warnings };
}

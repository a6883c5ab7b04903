import { type Json, type JsonObject, isObject } from '../core/json.ts';
import { FIELD_MANAGER } from '../core/people.ts';
import { describeResource } from '../core/resource.ts';
import type { ApplyOptions, CallOptions, Client, ListOptions, PatchOptions, PatchType } from './client.ts';
import type { RawReply, RawRequest, RemoveOptions, Reply } from './client.ts';
import { listAll } from './list.ts';
import type { Endpoint } from './network-error.ts';
import { type ObjectName, type ResourceType, collectionPath, objectPath } from './resource-type.ts';
import { type Send, notAnApi } from './sender.ts';
import type { Refused } from './status-error.ts';

const PAGE = 500;

/** The calls of a cluster, each spelled as one request of the Kubernetes API. */
export function createClient(endpoint: Endpoint, send: Send, close: () => Promise<void>): Client {
  const reply = async (request: RawRequest, refused: Refused) =>
    readObject(await send(request, refused), endpoint);

  const raw = (request: RawRequest) => {
    const subject = request.subject ?? `cluster "${endpoint.context}" ${request.method} ${request.path}`;
    return send(request, { verb: request.method.toLowerCase(), subject });
  };

  return {
    ...endpoint,
    raw,
    close,
    async get(path, options = {}) {
      return readObject(await raw({ ...options, method: 'GET', path }), endpoint).object;
    },
    async read(type, object, options = {}) {
      const request = { ...signalOf(options), method: 'GET', path: objectPath(type, object) } as const;
      return (await reply(request, refusedOf('get', type, object))).object;
    },
    list: (type, options = {}) => list(send, type, options),
    apply: (type, object, body, options = {}) => reply(...applyCall(type, object, body, options)),
    patch: (type, object, patchType, body, options = {}) =>
      reply(...patchCall(type, object, patchType, body, options)),
    remove: (type, object, options = {}) => reply(...removeCall(type, object, options)),
  };
}

function list(send: Send, type: ResourceType, options: ListOptions) {
  const { namespace = '', labelSelector, fieldSelector, limit = PAGE, resourceVersion } = options;
  const path = collectionPath(type, namespace);
  const subject = `list of ${resourceOf(type)}${namespace === '' ? '' : ` in ${namespace}`}`;
  const refused = { verb: 'list', subject, resource: resourceOf(type) };
  return listAll({
    type,
    limit,
    subject,
    ...(resourceVersion !== undefined && { resourceVersion }),
    ask: (page) =>
      send(
        { ...signalOf(options), method: 'GET', path, query: { labelSelector, fieldSelector, ...page } },
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
      fieldValidation: 'Strict',
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

/** `deployments.apps`: how RBAC and kubectl name a resource. */
function resourceOf({ group, plural }: ResourceType): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}

function readObject({ body, warnings }: RawReply, endpoint: Endpoint): Reply {
  if (!isObject(body)) throw notAnApi(endpoint, 'its answer is no object');
  return { object: body, warnings };
}

import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import type { Client } from '../client/client.ts';
import { type ResourceType, apiVersionOf } from '../client/resource-type.ts';
import { groupOf } from '../objects/resource.ts';
import { type ServedVersion, readDiscovery } from './discovery-document.ts';
import { suggestKind } from './nearest-kind.ts';

/**
 * A server's answer about a kind. `unavailable`: the API of the kind does not answer at the moment, so nothing is
 * known, not even that the kind is gone; `reason` names the API and the next step.
 */
export type KindAnswer =
  | { readonly status: 'served'; readonly type: ResourceType }
  | { readonly status: 'unknown' }
  | { readonly status: 'unavailable'; readonly reason: string };

/** The kinds that a server served when it was asked. */
export interface Discovery {
  /** Every kind and version, the preferred version of a group first. */
  readonly types: readonly ResourceType[];
  /** The group versions that do not answer, as `group/version`. */
  readonly unavailable: readonly string[];
  lookup(apiVersion: string, kind: string): KindAnswer;
  /** The kind in the version that the server prefers. */
  preferred(group: string, kind: string): KindAnswer;
  /** The kind that was probably meant, as `apps/v1 Deployment`, if any comes near. */
  suggest(apiVersion: string, kind: string): string | undefined;
  /** Asks the server again; `discover` returns the new state from then on. */
  refresh(): Promise<Discovery>;
}

const known = new WeakMap<Client, Promise<Discovery>>();

/**
 * The kinds of a cluster, requested once per client, in two requests. `fresh`: requested again, as after a new CRD.
 * @throws OpsError `unsupported` for a server older than Kubernetes 1.27.
 */
export function discover(client: Client, { fresh = false } = {}): Promise<Discovery> {
  const cached = known.get(client);
  if (cached !== undefined && !fresh) return cached;
  const asked = ask(client);
  known.set(client, asked);
  // A failure is not kept: the next caller asks again.
  asked.catch(() => {
    if (known.get(client) === asked) known.delete(client);
  });
  return asked;
}

const DOCUMENT = 'g=apidiscovery.k8s.io;as=APIGroupDiscoveryList';
/** Version 2 from Kubernetes 1.30, version 2beta1 from 1.27; older servers answer in the last form. */
const ACCEPT = `application/json;v=v2;${DOCUMENT},application/json;v=v2beta1;${DOCUMENT},application/json`;

async function ask(client: Client): Promise<Discovery> {
  const versions = (await askDiscovery(client)).flatMap((document) => readDiscovery(document));
  return createDiscovery(versions, () => discover(client, { fresh: true }));
}

/**
 * The server's answers to `/api` and `/apis`.
 * @throws OpsError `unsupported` for a server older than Kubernetes 1.27.
 */
export async function askDiscovery(client: Client): Promise<[core: JsonObject, groups: JsonObject]> {
  const headers = { accept: ACCEPT };
  const documents = await Promise.all([client.get('/api', { headers }), client.get('/apis', { headers })]);
  const aggregated = documents.every((document) => document['kind'] === 'APIGroupDiscoveryList');
  if (!aggregated) {
    throw new OpsError({
      code: 'unsupported',
      subject: `cluster "${client.context}"`,
      message: 'the server has no aggregated discovery. Use Kubernetes 1.27 or later.',
    });
  }
  return documents;
}

export function createDiscovery(
  versions: readonly ServedVersion[],
  refresh: () => Promise<Discovery>,
): Discovery {
  const types = versions.flatMap((version) => version.types);
  const byKind = new Map(types.map((type) => [`${apiVersionOf(type)} ${type.kind}`, type]));
  const stale = versions.filter((version) => version.stale);

  const answer = (type: ResourceType | undefined, silent: ServedVersion | undefined): KindAnswer => {
    if (silent !== undefined) return { status: 'unavailable', reason: describeSilence(silent) };
    return type === undefined ? { status: 'unknown' } : { status: 'served', type };
  };

  return {
    types,
    unavailable: stale.map(apiVersionOf),
    refresh,
    lookup: (apiVersion, kind) =>
      answer(
        byKind.get(`${apiVersion} ${kind}`),
        stale.find((version) => apiVersionOf(version) === apiVersion),
      ),
    preferred(group, kind) {
      const silent = stale.filter((version) => version.group === group);
      const type = types.find((candidate) => candidate.group === group && candidate.kind === kind);
      const isSilent = silent.some((version) => version.version === type?.version);
      return answer(type, type === undefined || isSilent ? silent[0] : undefined);
    },
    suggest(apiVersion, kind) {
      const type = suggestKind(types, groupOf(apiVersion), kind);
      return type && `${apiVersionOf(type)} ${type.kind}`;
    },
  };
}

function describeSilence({ group, version }: ServedVersion): string {
  return `the API ${group}/${version} does not answer. See "kubectl get apiservice ${version}.${group}" and the service behind it.`;
}

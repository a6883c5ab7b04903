import { OpsError } from '../../core/errors.ts';
import type { Client } from '../client/client.ts';
import type { ResourceType } from '../client/resource-type.ts';
import { discover } from '../discovery/discovery.ts';
import type { ResourceId } from '../objects/resource.ts';
import type { Place } from './watch-place.ts';

/** Follows a place until the signal aborts; resolves with its end. */
export type Follow = (place: Place, signal: AbortSignal) => Followed;

export interface Followed {
  /** The first attempt was made, with or without success. */
  readonly tried: Promise<void>;
  readonly ended: Promise<void>;
}

/** The watches of an inventory's members: one for each kind and namespace. */
export interface MemberWatches {
  /** Begins the watches that are missing and ends those that have no member any more. */
  update(members: readonly ResourceId[]): void;
  tried(): Promise<void>;
  /** Resolves when every watch has ended, after the signal has aborted. */
  ended(): Promise<void>;
}

export interface MembersInput {
  readonly client: Client;
  readonly labelSelector: string;
  readonly follow: Follow;
  readonly signal: AbortSignal;
}

export function createMemberWatches({ client, labelSelector, follow, signal }: MembersInput): MemberWatches {
  const running = new Map<string, { readonly own: AbortController; readonly followed: Followed }>();
  const ending = new Set<Promise<void>>();

  function end(key: string): void {
    const watch = running.get(key);
    running.delete(key);
    if (watch === undefined) return;
    watch.own.abort();
    const { ended } = watch.followed;
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  }

  return {
    update(members) {
      const wanted = new Map(members.map((id) => [`${id.group}/${id.kind} ${id.namespace}`, id]));
      for (const key of running.keys()) if (!wanted.has(key)) end(key);
      for (const [key, { group, kind, namespace }] of wanted) {
        if (running.has(key)) continue;
        const own = new AbortController();
        const type = (fresh: boolean) => typeOf(client, group, kind, fresh);
        const place = { namespace, labelSelector, type };
        running.set(key, { own, followed: follow(place, AbortSignal.any([signal, own.signal])) });
      }
    },
    async tried() {
      await Promise.all(running.values().map(({ followed }) => followed.tried));
    },
    async ended() {
      await Promise.all([...ending, ...running.values().map(({ followed }) => followed.ended)]);
    },
  };
}

async function typeOf(client: Client, group: string, kind: string, fresh: boolean): Promise<ResourceType> {
  const answer = (await discover(client, { fresh })).preferred(group, kind);
  if (answer.status === 'served') return answer.type;
  const subject = `watch of ${group === '' ? kind : `${group}/${kind}`}`;
  if (answer.status === 'unavailable') {
    throw new OpsError({ code: 'unreachable', subject, message: answer.reason, retryable: true });
  }
  const message =
    'the cluster does not serve the kind (any more). It is watched again when its CRD is there.';
  throw new OpsError({ code: 'unknown-kind', subject, message, retryable: true });
}

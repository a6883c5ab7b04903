import type { JsonObject } from '../../core/json/json.ts';
import { mapsAt, textAt } from '../../core/json/read-json.ts';
import type { Client } from '../client/client.ts';
import { coreType } from '../client/resource-type.ts';
import type { ResourceId } from '../objects/resource.ts';
import { isMadeFor } from './made-for.ts';

const CLAIM = coreType('PersistentVolumeClaim', 'persistentvolumeclaims', true);
const POD = coreType('Pod', 'pods', true);

/** A claim without a volume, and the pods that cannot start before it has one. */
export interface UnboundClaim {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly pods: readonly string[];
}

/** @throws OpsError where claims or pods cannot be read */
export async function unboundClaims(
  client: Client,
  namespace: string,
  signal: AbortSignal,
): Promise<UnboundClaim[]> {
  const { items } = await client.list(CLAIM, { namespace, signal });
  const unbound = items.filter((claim) => textAt(claim, 'status', 'phase') !== 'Bound');
  if (unbound.length === 0) return [];
  const pods = (await client.list(POD, { namespace, signal })).items;
  return unbound.map((claim) => {
    const name = textAt(claim, 'metadata', 'name');
    const waiting = pods.filter((pod) => uses(pod, name)).map((pod) => textAt(pod, 'metadata', 'name'));
    return { namespace, name, phase: textAt(claim, 'status', 'phase') || 'not seen yet', pods: waiting };
  });
}

function uses(pod: JsonObject, claim: string): boolean {
  return mapsAt(pod, 'spec', 'volumes').some(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === claim,
  );
}

/** The unbound claim for which an object waits, and the first of its pods that waits for the claim. */
export function claimFor(
  { namespace, ...id }: ResourceId,
  claims: readonly UnboundClaim[],
): { claim: UnboundClaim; pod: string } | undefined {
  for (const claim of claims) {
    if (claim.namespace !== namespace) continue;
    const isIts = (name: string) =>
      (id.kind === 'Pod' && id.group === '' && name === id.name) ||
      isMadeFor({ namespace, ...id }, 'Pod', name);
    const pod = claim.pods.find(isIts);
    if (pod !== undefined) return { claim, pod };
  }
  return undefined;
}

import pMap from 'p-map';
import { OpsError } from '../../core/errors.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import type { Rendered } from '../render/renderer.ts';
import { identify } from './identify.ts';

/** Why an orphan is not to be deleted: it moved to another target, or may have. */
export type Movement = (id: ResourceId) => string | undefined;

interface Neighbourhood {
  readonly target: KubernetesTarget;
  readonly discovery: Discovery;
  readonly render: (target: KubernetesTarget) => Promise<Rendered>;
}

/** Finds the objects that the other targets of the same cluster declare at the same commit. */
export async function movementsTo({ target, discovery, render }: Neighbourhood): Promise<Movement> {
  const looks = await pMap(
    target.neighbours ?? [],
    async (neighbour): Promise<Movement> => {
      try {
        const { declared } = await render(neighbour);
        const { items, silent } = identify(declared, neighbour, discovery);
        const keys = new Set([...items, ...silent].map(({ id }) => resourceKey(id)));
        return (id) => (keys.has(resourceKey(id)) ? `target ${neighbour.id} declares it now` : undefined);
      } catch (error) {
        if (!(error instanceof OpsError)) throw error;
        return () => `target ${neighbour.id} may declare it now, and cannot be read (see its own plan)`;
      }
    },
    { concurrency: 4 },
  );
  return (id) => looks.map((look) => look(id)).find((reason) => reason !== undefined);
}

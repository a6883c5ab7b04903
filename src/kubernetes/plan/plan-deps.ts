import type { Renderer } from '../../ports/renderer.ts';
import type { Client } from '../client/client.ts';
import type { PlanCache } from '../plan-cache.ts';

/** What planning needs of the rest. */
export interface PlanDeps {
  /** The client of a cluster by its name in the configuration. */
  readonly connect: (cluster: string) => Promise<Client>;
  readonly renderer: Renderer;
  readonly cache: PlanCache;
  /** The installation's key for masking. */
  readonly key: string;
}

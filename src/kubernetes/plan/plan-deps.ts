import type { Client } from '../client/client.ts';
import type { PlanCache } from '../plan-cache.ts';
import type { Renderer } from '../render/renderer.ts';

/** The dependencies of planning. */
export interface PlanDeps {
  /** The client of a cluster by its name in the configuration. */
  readonly connect: (cluster: string) => Promise<Client>;
  readonly renderer: Renderer;
  readonly cache: PlanCache;
  /** The installation's key for masking. */
  readonly key: string;
}

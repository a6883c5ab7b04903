import { OpsError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json/json.ts';
import { asMaps } from '../core/json/read-json.ts';
import type { Client } from './client/client.ts';
import { INVENTORY_NAMESPACE } from './inventory/inventory.ts';

export interface ClusterAnswer {
  readonly version: string;
  /** Whether the account may keep inventories there; without it nothing can be synced. */
  readonly keepsInventories: boolean;
}

/** Whether the cluster answers, and whether it can hold inventories. @throws OpsError when it cannot be asked */
export async function askCluster(client: Client): Promise<ClusterAnswer> {
  const { gitVersion } = await client.get('/version');
  const keepsInventories = await mayChange(client, INVENTORY_NAMESPACE);
  return { version: typeof gitVersion === 'string' ? gitVersion : 'unknown', keepsInventories };
}

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';

/** Whether the account may change anything at all in a namespace; true where the server cannot tell. */
export async function mayChange(client: Client, namespace: string): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace },
  };
  const body = await answerOf(client, review);
  const { resourceRules, incomplete } = ((body as { status?: object }).status ?? {}) as {
    readonly resourceRules?: Json;
    readonly incomplete?: boolean;
  };
  return incomplete === true || asMaps(resourceRules).some(({ verbs }) => includesPatch(verbs));
}

/** An account that may not even ask learns so from the first plan. */
async function answerOf(client: Client, body: JsonObject): Promise<Json> {
  try {
    return (await client.raw({ method: 'POST', path: REVIEWS, body, repeatable: true })).body;
  } catch (error) {
    if (error instanceof OpsError && !error.retryable) return { status: { incomplete: true } };
    throw error;
  }
}

function includesPatch(verbs: Json | undefined): boolean {
  return Array.isArray(verbs) && (verbs.includes('patch') || verbs.includes('*'));
}

import { OpsError } from '../../../core/errors.ts';
import { textAt } from '../../../core/json/read-json.ts';
import type { Client } from '../../client/client.ts';
import type { Self } from '../../objects/reasons-to-keep.ts';

/**
 * The ServiceAccount that Plumbline runs as (KEP-3325). Undefined for any other user, and where the server does not
 * say: then Plumbline's own objects cannot be told from the rest.
 */
export async function askSelf(client: Client): Promise<Self | undefined> {
  try {
    const { body } = await client.raw({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      repeatable: true,
    });
    return selfOf(textAt(body, 'status', 'userInfo', 'username'));
  } catch (error) {
    if (error instanceof OpsError && (error.code === 'not-found' || error.code === 'forbidden'))
      return undefined;
    throw error;
  }
}

/** `system:serviceaccount:NAMESPACE:NAME` */
function selfOf(user: string): Self | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

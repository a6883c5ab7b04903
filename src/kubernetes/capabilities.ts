import type { Capabilities } from '../ports/renderer.ts';
import type { Client } from './client.ts';
import { discover } from './discovery.ts';
import { apiVersionOf } from './resource-type.ts';

/** What a template may ask about the cluster: Helm's `.Capabilities`. */
export async function readCapabilities(client: Client): Promise<Capabilities> {
  const { gitVersion } = await client.get('/version');
  const { types } = await discover(client);
  const versions = types.flatMap((type) => [apiVersionOf(type), `${apiVersionOf(type)}/${type.kind}`]);
  return {
    kubernetesVersion: typeof gitVersion === 'string' ? gitVersion : '',
    apiVersions: [...new Set(versions)].toSorted(),
  };
}

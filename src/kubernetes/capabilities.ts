import type { Capabilities } from '../ports/renderer.ts';
import type { Client } from './client.ts';
import { askDiscovery } from './discovery.ts';

/** What a template may ask about the cluster: Helm's `.Capabilities`. As of now, since a definition may have come since. */
export async function readCapabilities(client: Client): Promise<Capabilities> {
  const [version, [core, groups]] = await Promise.all([client.get('/version'), askDiscovery(client)]);
  return { version, core, groups };
}

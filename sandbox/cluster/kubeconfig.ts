import { stringify } from 'yaml';
import type { Identity } from './users.ts';

/** Where the API server is, and the PEM text of the authority that signed its certificate. */
export type Endpoint = { server: string; ca: string };

/**
 * A kubeconfig with one context for each name and user. The first user's contexts bear the bare names (the
 * first of them is current); another user's are called `<user>@<name>`.
 */
export function kubeconfig(endpoint: Endpoint, names: readonly string[], users: readonly Identity[]): string {
  const cluster = {
    server: endpoint.server,
    'certificate-authority-data': Buffer.from(endpoint.ca).toString('base64'),
  };
  const contexts = users.flatMap((user, index) =>
    names.map((name) => ({
      name: index === 0 ? name : `${user.name}@${name}`,
      context: { cluster: name, user: user.name },
    })),
  );
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0]?.name,
    clusters: names.map((name) => ({ name, cluster })),
    contexts,
    users: users.map(({ name, token }) => ({ name, user: { token } })),
  });
}

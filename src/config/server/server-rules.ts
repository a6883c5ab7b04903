import type { Rule, RuleBreak } from '../rule.ts';
import type { RawServerConfig } from './server-schema.ts';

export const SERVER_RULES: readonly Rule<RawServerConfig>[] = [
  { name: 'a cluster is reached in one way', check: clustersReachedTwice },
  { name: 'a grant is of a cluster that is there', check: unknownClusters },
  { name: 'a repository is named once', check: repeatedRepositories },
];

function clustersReachedTwice({ clusters }: RawServerConfig): RuleBreak[] {
  return Object.entries(clusters).flatMap(([name, cluster]) => {
    if (cluster['in-cluster'] === undefined) return [];
    if (cluster.context === undefined && cluster.kubeconfig === undefined) return [];
    const message = 'a cluster has either "in-cluster" or "context" and "kubeconfig"';
    return [{ path: ['clusters', name], message }];
  });
}

function unknownClusters({ clusters, repositories }: RawServerConfig): RuleBreak[] {
  return Object.entries(repositories).flatMap(([repository, granted]) =>
    Object.keys(granted.clusters)
      .filter((name) => !Object.hasOwn(clusters, name))
      .map((name) => ({
        path: ['repositories', repository, 'clusters', name],
        message: `there is no cluster "${name}". Name one of "clusters": ${Object.keys(clusters).join(', ')}`,
      })),
  );
}

/** For GitHub `acme/shop` and `Acme/Shop` are the same. */
function repeatedRepositories({ repositories }: RawServerConfig): RuleBreak[] {
  const first = new Map<string, string>();
  return Object.keys(repositories).flatMap((name) => {
    const other = first.get(name.toLowerCase());
    first.set(name.toLowerCase(), other ?? name);
    if (other === undefined) return [];
    const message = `it is the repository "${other}" again, in another case. Keep one`;
    return [{ path: ['repositories', name], message }];
  });
}

import { z } from 'zod';
import { NAME } from './schema.ts';

const CLUSTER = z.strictObject({
  /** Of the kubeconfig; absent: the context that has the cluster's name. */
  context: z.string().min(1).optional(),
  /** A file; absent: as kubectl finds it. */
  kubeconfig: z.string().min(1).optional(),
  /** The cluster around the server, by the account of its pod. */
  'in-cluster': z.literal(true).optional(),
});

const GRANT = z.strictObject({
  namespaces: z.union([z.literal('*'), z.array(NAME)], {
    error: 'must be "*" or a list of namespaces: lowercase letters, digits and dashes, 63 at the most',
  }),
  'cluster-scoped': z.boolean().optional(),
});

const REPOSITORY = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/repository, as in its address on GitHub');

/** The server's file as people write it: every key is known, every value checked. */
export const SERVER_SCHEMA = z.strictObject({
  version: z.literal(1),
  clusters: z.record(z.string().min(1), CLUSTER),
  repositories: z.record(REPOSITORY, z.strictObject({ clusters: z.record(z.string().min(1), GRANT) })),
});

export type RawServerConfig = z.infer<typeof SERVER_SCHEMA>;
export type RawCluster = RawServerConfig['clusters'][string];

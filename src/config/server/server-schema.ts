import { z } from 'zod';
import { NAME } from '../string-formats.ts';

const CLUSTER = z.strictObject({
  context: z.string().min(1).optional().describe("Context of the kubeconfig. Default: the cluster's name."),
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Its file; a relative path is relative to this file. Default: KUBECONFIG, as kubectl reads it.',
    ),
  'in-cluster': z
    .literal(true)
    .optional()
    .describe('The cluster around the server, by the account of its pod; instead of the two others.'),
});

const GRANT = z.strictObject({
  namespaces: z
    .union([z.literal('*'), z.array(NAME)], {
      error: 'must be "*" or a list of namespaces: lowercase letters, digits and dashes, 63 at the most',
    })
    .describe('Namespaces that it may use, with their Namespace objects; "*": all.'),
  'cluster-scoped': z.boolean().default(false).describe('Other objects that live in no namespace.'),
  'take-over': z
    .boolean()
    .default(false)
    .describe(
      'Whether objects that are there and managed by no target of the repository are shown in its pull requests, and taken over, where a namespace is not its alone. Otherwise a plan that meets one cannot be approved.',
    ),
});

const GRANTED = z.strictObject({
  clusters: z
    .record(z.string().min(1), GRANT)
    .describe('What it may use of each cluster. A cluster that is not named is out of reach.'),
  configuration: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'must be a commit of the repository: 40 hexadecimal digits')
    .optional()
    .describe(
      'A commit whose configuration is put in force, once and past every gate: where nobody is left who could approve one.',
    ),
});

const REPOSITORY = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/repository, as in its address on GitHub');

/** The server's file as people write it: unknown keys are refused, values checked. */
export const SERVER_SCHEMA = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  clusters: z
    .record(z.string().min(1), CLUSTER)
    .describe('By the name that targets give as "cluster": how each is reached.'),
  repositories: z
    .record(REPOSITORY, GRANTED)
    .describe('By owner/name, in upper or lower case: which clusters each may use. Others are not served.'),
});

export type RawServerConfig = z.infer<typeof SERVER_SCHEMA>;
export type RawCluster = RawServerConfig['clusters'][string];

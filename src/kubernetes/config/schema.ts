import { z } from 'zod';
import { NAME, PATH } from '../../config/string-formats.ts';
import { OBJECT_NAME } from './object-name.ts';

const OBJECT = z.string().regex(OBJECT_NAME, 'must be "Kind name" or "Kind namespace/name"');

const MANAGER = z
  .string()
  .regex(/^[^\s]{1,128}$/, 'must be the name of a field manager, as managedFields has it')
  .refine((name) => name !== 'plumbline', 'must be another tool: "plumbline" is Plumbline itself');

const HELM = z.strictObject({
  release: NAME.optional().describe("Name of the release. Default: the target's own name."),
  values: z
    .array(PATH)
    .default([])
    .describe("Values files, from the repository's root, later ones over earlier ones."),
});

/** A target in a cluster, as people write it. */
export const KUBERNETES_SCHEMA = z.strictObject({
  engine: z.literal('kubernetes').describe('What plans and applies the target.'),
  cluster: z
    .string()
    .min(1)
    .describe(
      "Name of the cluster: of the server's file, and at a terminal the kubeconfig context of that name.",
    ),
  path: PATH.describe("Folder of the source, from the repository's root."),
  render: z
    .enum(['auto', 'plain', 'kustomize', 'helm'])
    .default('auto')
    .describe('How the folder becomes objects; auto: by what it holds.'),
  helm: HELM.optional().describe('How a chart is rendered.'),
  namespace: NAME.optional().describe(
    'Namespace of objects that name none. Where it is absent, such an object is an error.',
  ),
  prune: z.boolean().default(false).describe('Delete objects that left the source.'),
  'allow-empty': z
    .boolean()
    .default(false)
    .describe('A folder without objects means "delete everything" instead of a mistake.'),
  replace: z
    .array(OBJECT)
    .default([])
    .describe(
      'Objects that may be deleted and created anew where they cannot be changed: "Kind name" or "Kind namespace/name".',
    ),
  'confirm-delete': z
    .array(OBJECT)
    .default([])
    .describe(
      'Namespaces, CRDs, volumes and claims that may be deleted when they leave the source, with all that lies in them.',
    ),
  'take-over': z
    .array(MANAGER)
    .default([])
    .describe(
      'Field managers of tools that the target is migrated from, such as helm or kustomize-controller: fields that only they still own, and that are not in the source, are removed.',
    ),
  'unknown-kinds': z
    .enum(['stop', 'skip'])
    .default('stop')
    .describe(
      'Objects of a kind that the cluster does not know; stop: nothing of the target is applied. skip: they are left out, with a warning.',
    ),
  'depends-on': z
    .array(NAME)
    .default([])
    .describe(
      'Targets of the same environment that are planned and synced before this one, by name: what they create is there for it.',
    ),
});

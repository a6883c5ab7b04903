import { z } from 'zod';
import { OBJECT_NAME } from '../core/target/object-name.ts';
import { IGNORE, MASK } from './field-rules.ts';
import { DURATION, NAME, PATH } from './words.ts';

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

const KUBERNETES = z.strictObject({
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

const APPROVER = z.string().regex(/^@[\w.-]+(\/[\w.-]+)?$/, 'must be @user or @organization/team');

const ADDRESS = z
  .string()
  .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'must be an address as commits have it, such as agent@example.com');

const GATE = z.strictObject({
  approvals: z
    .int()
    .min(0)
    .default(1)
    .describe('How many people must approve exactly this plan; 0: merging is enough.'),
  from: z
    .array(APPROVER)
    .default([])
    .describe(
      'Whose approval counts: @user or @organization/team. Empty: whoever may write to the repository.',
    ),
  freeze: z
    .array(z.string())
    .default([])
    .describe('Times in which nothing is deployed. Not built yet: an entry is refused.'),
  'on-plan-change': z
    .enum(['hold', 'apply'])
    .default('hold')
    .describe(
      'What a merge does where the plan is no longer the approved one; hold: nothing is applied. apply is not built yet, and refused.',
    ),
  nobody: z
    .array(ADDRESS)
    .default([])
    .describe(
      'Addresses of bots and agents that have no account: as author, committer or co-author of a commit they are nobody. Who pushes still counts, but for a workflow whose address is listed.',
    ),
  'update-branch': z
    .enum(['ignored', 'counts'])
    .default('ignored')
    .describe(
      'Whether whoever has GitHub merge (the button "Update branch") has a part in the pull request, where the merge brought nothing of its own.',
    ),
});

/** An action without effect is refused: users would rely on it. */
function wrongAction(input: unknown): string {
  const planned = input === 'alert' || input === 'revert';
  return planned
    ? `cannot be "${input}": that is not built yet. Write "pull-request", or leave the key out: drift is also counted in the metrics, where an alert can watch it`
    : 'must be "pull-request"';
}

const DRIFT = z.strictObject({
  action: z
    .literal('pull-request', { error: ({ input }) => wrongAction(input) })
    .default('pull-request')
    .describe('What follows from drift: one pull request whose merge puts live back.'),
  after: DURATION.default('10m').describe('How long drift may last before that follows: 30s, 10m, 2h or 1d.'),
  again: DURATION.optional().describe(
    'How long after somebody closed the pull request unmerged the same drift is proposed to be reverted once more. Absent: not before it changes.',
  ),
});

const TARGET = z.discriminatedUnion('engine', [KUBERNETES], { error: ({ input }) => wrongEngine(input) });

/** For an engine that is not built even the keys are unknown: a key without effect would make two targets equal. */
function wrongEngine(input: unknown): string {
  const engine = (input as { engine?: unknown } | undefined)?.engine;
  const planned = engine === 'terraform' || engine === 'ansible';
  return planned
    ? `must be "kubernetes": ${engine} is not built yet. Remove the target until it is`
    : 'must be "kubernetes"';
}

const ENVIRONMENT = z.strictObject({
  gate: GATE.prefault({}).describe(
    'Who must approve before a merge deploys. Absent is the same as empty: {}.',
  ),
  drift: DRIFT.prefault({}).describe(
    'What follows when live drifts from Git. Absent is the same as empty: {}.',
  ),
  targets: z
    .record(NAME, TARGET)
    .describe('What is planned and synced as one, by name: one path, one destination.'),
  ignore: z.array(IGNORE).default([]).describe('Fields that are left to whoever writes them live.'),
  mask: z
    .array(MASK)
    .default([])
    .describe('Values that nobody gets to see, beside those of Secrets and those whose names tell.'),
});

/** `.github/plumbline.yml` as people write it: unknown keys are refused, values checked, defaults filled in. */
export const CONFIG_SCHEMA = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  environments: z.record(NAME, ENVIRONMENT).describe('By name: targets that share a gate.'),
});

export type RawConfig = z.infer<typeof CONFIG_SCHEMA>;
export type RawEnvironment = RawConfig['environments'][string];
export type RawTarget = RawEnvironment['targets'][string];

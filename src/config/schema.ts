import { z } from 'zod';
import { OBJECT_NAME } from '../core/named-objects.ts';

export const NAME = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lowercase letters, digits and dashes, 63 at the most',
  );

const PATH = z
  .string()
  .regex(
    /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\\0]+$/,
    'must be a path inside the repository, with "/" and without ".."',
  );

const DURATION = z.string().regex(/^[1-9][0-9]*(s|m|h|d)$/, 'must be a duration such as 30s, 10m, 2h or 1d');

const IGNORE = z
  .strictObject({
    kind: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
    namespace: z.string().min(1).optional(),
    path: z.string().regex(/^\/./, 'must be a JSON pointer such as /spec/replicas').optional(),
    manager: z.string().min(1).optional(),
    because: z.string().min(1, 'must say why'),
  })
  .refine(
    ({ path, manager }) => path !== undefined || manager !== undefined,
    'must say what is ignored: a path, a manager, or both',
  );

const MASK = z.strictObject({
  kind: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  namespace: z.string().min(1).optional(),
  path: z.string().regex(/^\/./, 'must be a JSON pointer such as /spec/password'),
});

const OBJECT = z.string().regex(OBJECT_NAME, 'must be "Kind name" or "Kind namespace/name"');

const KUBERNETES = z.strictObject({
  engine: z.literal('kubernetes'),
  cluster: z.string().min(1),
  path: PATH,
  render: z.enum(['auto', 'plain', 'kustomize', 'helm']).optional(),
  helm: z.strictObject({ release: NAME.optional(), values: z.array(PATH).optional() }).optional(),
  namespace: NAME.optional(),
  prune: z.boolean().optional(),
  'allow-empty': z.boolean().optional(),
  replace: z.array(OBJECT).optional(),
  'confirm-delete': z.array(OBJECT).optional(),
});
const TERRAFORM = z.strictObject({
  engine: z.literal('terraform'),
  path: PATH,
  workspace: z.string().min(1).optional(),
});
const ANSIBLE = z.strictObject({ engine: z.literal('ansible'), playbook: PATH, inventory: PATH });

const APPROVER = z.string().regex(/^@[\w.-]+(\/[\w.-]+)?$/, 'must be @user or @organization/team');

const GATE = z.strictObject({
  approvals: z.int().min(0).optional(),
  from: z.array(APPROVER).optional(),
  freeze: z.array(z.string()).optional(),
  'on-plan-change': z.enum(['hold', 'apply']).optional(),
});

const DRIFT = z.strictObject({
  action: z.enum(['pull-request', 'alert', 'revert']).optional(),
  after: DURATION.optional(),
});

const TARGET = z.discriminatedUnion('engine', [KUBERNETES, TERRAFORM, ANSIBLE], {
  error: 'must be "kubernetes", "terraform" or "ansible"',
});

const ENVIRONMENT = z.strictObject({
  gate: GATE.optional(),
  drift: DRIFT.optional(),
  targets: z.record(NAME, TARGET),
  ignore: z.array(IGNORE).optional(),
  mask: z.array(MASK).optional(),
});

/** `.github/plumbline.yml` as people write it: every key is known, every value checked. */
export const CONFIG_SCHEMA = z.strictObject({
  version: z.literal(1),
  environments: z.record(NAME, ENVIRONMENT),
});

export type RawConfig = z.infer<typeof CONFIG_SCHEMA>;
export type RawEnvironment = RawConfig['environments'][string];
export type RawTarget = RawEnvironment['targets'][string];
export type RawKubernetesTarget = z.infer<typeof KUBERNETES>;

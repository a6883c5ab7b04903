import { z } from 'zod';
import { DURATION, NAME } from '../string-formats.ts';
import { IGNORE, MASK } from './field-rules.ts';
import type { RawTarget, TargetFormats } from './target-format.ts';

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

/** The engines that are named by the design, and not built yet. */
const PLANNED: readonly string[] = ['terraform', 'ansible'];

/** For an engine that is not built even the keys are unknown: a key without effect would make two targets equal. */
function wrongEngine(input: unknown, formats: TargetFormats): string {
  const engine = (input as { engine?: unknown } | undefined)?.engine;
  const names = [...formats.keys()].map((name) => `"${name}"`).join(' or ');
  return typeof engine === 'string' && PLANNED.includes(engine)
    ? `must be ${names}: ${engine} is not built yet. Remove the target until it is`
    : `must be ${names}`;
}

function targetSchema(formats: TargetFormats): z.ZodType<RawTarget> {
  const [first, ...others] = [...formats.values()].map(({ schema }) => schema);
  if (first === undefined) throw new Error('There is no engine.');
  const error = ({ input }: { readonly input?: unknown }) => wrongEngine(input, formats);
  // The schema of every format is that of a target.
  return z.discriminatedUnion('engine', [first, ...others], { error }) as unknown as z.ZodType<RawTarget>;
}

function environmentSchema(formats: TargetFormats) {
  return z.strictObject({
    gate: GATE.prefault({}).describe(
      'Who must approve before a merge deploys. Absent is the same as empty: {}.',
    ),
    drift: DRIFT.prefault({}).describe(
      'What follows when live drifts from Git. Absent is the same as empty: {}.',
    ),
    targets: z
      .record(NAME, targetSchema(formats))
      .describe('What is planned and synced as one, by name: one path, one destination.'),
    ignore: z.array(IGNORE).default([]).describe('Fields that are left to whoever writes them live.'),
    mask: z
      .array(MASK)
      .default([])
      .describe('Values that nobody gets to see, beside those of Secrets and those whose names tell.'),
  });
}

/** `.github/plumbline.yml` as people write it: unknown keys are refused, values checked, defaults filled in. */
export function configSchema(formats: TargetFormats) {
  return z.strictObject({
    version: z.literal(1).describe('Version of this format.'),
    environments: z.record(NAME, environmentSchema(formats)).describe('By name: targets that share a gate.'),
  });
}

export type RawConfig = z.infer<ReturnType<typeof configSchema>>;
export type RawEnvironment = RawConfig['environments'][string];

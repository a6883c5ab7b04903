import type { EnvironmentChange } from '../configuration/change.ts';
import { type Decision, allOf, leaf } from './decision.ts';
import { type EntryTarget, type Ahead, AGAIN, decideTarget, overlaps } from './entry-target.ts';
import type { PreviewFact } from './recorded.ts';

/** The facts by which one environment of a merge queue's entry is decided. Plain data. */
export interface EntryFacts {
  readonly environment: string;
  /** The gate's decision on the pull request itself. */
  readonly gate: Decision;
  /** The plan that passed the gate; absent: none did. */
  readonly approved?: Pick<PreviewFact, 'targets' | 'configuration'>;
  readonly targets: readonly EntryTarget[];
  /** The entry's change of the environment's configuration. */
  readonly configuration?: EnvironmentChange;
  /** Whether the entry changes the configuration of any environment. */
  readonly configures: boolean;
  /** In the order in which they are merged. */
  readonly ahead: readonly Ahead[];
  /** Numbers of pull requests ahead that change the configuration of any environment. */
  readonly configuredAhead: readonly number[];
  /** Targets with a sync that has not ended. */
  readonly busy: readonly string[];
}

/**
 * Whether an entry of a merge queue may be merged: the changes of its commit, less those of the entries ahead, are
 * exactly the approved changes of its pull request.
 */
export function decideEntry(facts: EntryFacts): Decision {
  const { environment: rule, gate, approved, targets, configuration } = facts;
  if (approved === undefined)
    return { verdict: 'blocked', rule, reason: unapproved(gate), children: gate.children };
  if (targets.length === 0 && configuration === undefined && isNothing(approved))
    return leaf('skipped', rule, 'This entry touches no target here.');
  const waits = waiting(facts);
  // A plan made before the entry's turn says nothing.
  if (waits.length > 0) return allOf(rule, waits, '');
  const rules = [
    leaf('approved', 'approvals', 'A plan of this pull request passed the gate.'),
    ...configurations(facts, approved),
    ...missing(targets, approved),
    ...targets.flatMap((target) => decideTarget(target, approved.targets, facts.ahead)),
  ];
  return allOf(rule, rules, 'What this entry changes is what was approved.');
}

type Approved = NonNullable<EntryFacts['approved']>;

function isNothing({ targets, configuration }: Approved): boolean {
  return targets.length === 0 && configuration === undefined;
}

function unapproved({ verdict, reason }: Decision): string {
  const why = verdict === 'approved' ? 'it is not the plan of this commit' : reason;
  return `No plan of this pull request has passed the gate: ${why} Put it right there, then queue it again.`;
}

function waiting({ ahead, busy, targets }: EntryFacts): Decision[] {
  const before = ahead.find(({ waits }) => waits);
  const running = targets.map(({ plan }) => plan.target).filter((target) => busy.includes(target));
  return [
    ...(before === undefined
      ? []
      : [leaf('pending', 'queue', `#${before.pull} is ahead of it, and has not passed here.`)]),
    ...running.map((target) =>
      leaf('pending', target, 'What was merged before it is still being deployed: it is planned after that.'),
    ),
  ];
}

/** An entry judged by one configuration is not merged under another. */
function configurations(facts: EntryFacts, approved: Approved): Decision[] {
  const { environment, configuration, configures, ahead, configuredAhead } = facts;
  const here = ahead.find((entry) => entry.configuration)?.pull;
  const other = here ?? (configures ? configuredAhead[0] : undefined);
  if (other !== undefined)
    return [leaf('blocked', 'configuration', overlaps(other, `the configuration of ${environment}`))];
  const [was, is] = [approved.configuration, configuration];
  if (was?.from === is?.from && was?.to === is?.to) return [];
  const reason = `The configuration of ${environment} would change otherwise than was approved. ${AGAIN}`;
  return [leaf('blocked', 'configuration', reason)];
}

function missing(targets: readonly EntryTarget[], approved: Approved): Decision[] {
  const planned = new Set(targets.map(({ plan }) => plan.target));
  return approved.targets
    .filter(({ target }) => !planned.has(target))
    .map(({ target }) =>
      leaf('blocked', target, `It was approved, and this entry does not touch it. ${AGAIN}`),
    );
}

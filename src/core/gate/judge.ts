import type { EnvironmentChange } from '../configuration/change.ts';
import { type Standing, standingOf } from '../configuration/standing.ts';
import type { Config, Gate } from '../target/environment.ts';
import { type ApprovedPlan, approvedPlan } from './approved-plan.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { GateFacts } from './facts.ts';
import { type Judges, gatesFor } from './gates.ts';
import { type PreviewFact, type Recorded, factsOf } from './recorded.ts';

/** One environment of a pull request, with the gates that judge it. */
export interface Case<Preview extends PreviewFact = PreviewFact> {
  readonly environment: string;
  /** The latest preview of the head; absent: it is being made, or made anew. */
  readonly record?: Preview;
  /** Its change of the configuration against the configuration in force. */
  readonly standing?: Standing;
  readonly gates: readonly Gate[];
}

/** A case with its facts and the gate's decision. */
export interface Judged<Preview extends PreviewFact = PreviewFact> extends Case<Preview> {
  readonly facts: GateFacts;
  readonly decision: Decision;
}

/** The environments to judge, with their gates: those in force, and those that the pull request adds. */
export function casesOf<Preview extends PreviewFact>(
  { head, previews }: Pick<Recorded<Preview>, 'head' | 'previews'>,
  judges: Judges,
): readonly Case<Preview>[] {
  const ofHead = previews.filter((preview) => preview.head === head);
  const current = new Map(ofHead.map((preview) => [preview.environment, preview]));
  const known = judges.inForce?.environments.map(({ name }) => name) ?? [];
  const brought = [...current.values()].filter(({ configuration }) => configuration?.kind === 'new');
  const names = new Set([...known, ...brought.map(({ environment }) => environment)]);
  return [...names].map((environment) => caseOf(environment, current.get(environment), judges));
}

function caseOf<Preview extends PreviewFact>(
  environment: string,
  record: Preview | undefined,
  judges: Judges,
): Case<Preview> {
  const change = record?.configuration;
  const standing = change && standingOf(change, judges.inForce);
  const gates = gatesFor(judges, environment, change && standing && { ...change, standing });
  return {
    environment,
    gates,
    ...(standing !== undefined && { standing }),
    // A preview made against another configuration does not count: it is planned anew.
    ...(record !== undefined && standing !== 'outdated' && { record }),
  };
}

/** Judges each case by the records. */
export function judge<Preview extends PreviewFact>(
  recorded: Recorded<Preview>,
  cases: readonly Case<Preview>[],
): readonly Judged<Preview>[] {
  return cases.map((each) => {
    const facts = factsOf(recorded, each.environment, each.record, each.standing);
    return { ...each, facts, decision: decide(facts, each.gates) };
  });
}

/**
 * Whether a merged pull request's configuration comes into force: the gates before it let every change of it pass,
 * exactly these and all of them.
 * @param due its changes of the configuration in force
 * @returns the approvers; undefined: the configuration does not come into force
 */
export function approvedChanges(
  due: readonly EnvironmentChange[],
  judged: readonly Judged[],
): readonly string[] | undefined {
  const plans = due.map((change) => passedWith(change, judged));
  const passed = plans.filter((plan) => plan !== undefined);
  if (passed.length < due.length) return undefined;
  return [...new Set(passed.flatMap(({ approvers }) => approvers))];
}

function passedWith(change: EnvironmentChange, judged: readonly Judged[]): ApprovedPlan | undefined {
  const one = judged.find(({ environment }) => environment === change.environment);
  const { configuration, fingerprint } = one?.record ?? {};
  if (one === undefined || configuration?.from !== change.from || configuration?.to !== change.to)
    return undefined;
  const plan = approvedPlan(one.facts, one.gates);
  return plan?.fingerprint === fingerprint ? plan : undefined;
}

export interface PassedRecord<Preview extends PreviewFact> {
  readonly record: Preview;
  readonly passed: ApprovedPlan;
}

/** The plan that passed the gates of an environment, as it was recorded. */
export function passedRecord<Preview extends PreviewFact>(
  { facts, gates, environment }: Judged<Preview>,
  previews: readonly Preview[],
): PassedRecord<Preview> | undefined {
  const passed = approvedPlan(facts, gates);
  if (passed === undefined) return undefined;
  const record = previews.findLast(
    (preview) =>
      preview.head === facts.head &&
      preview.environment === environment &&
      preview.fingerprint === passed.fingerprint,
  );
  return record && { record, passed };
}

/** The plan of an environment to deploy: the one that passed, once its change of the configuration is in force. */
export function deployable<Preview extends PreviewFact>(
  judged: Judged<Preview>,
  previews: readonly Preview[],
  inForce: Config | undefined,
): PassedRecord<Preview> | undefined {
  const found = passedRecord(judged, previews);
  const configuration = found?.record.configuration;
  if (configuration !== undefined && standingOf(configuration, inForce) !== 'done') return undefined;
  return found;
}

import { type EnvironmentChange, changedEnvironments } from '../../core/configuration/change.ts';
import { OpsError } from '../../core/errors.ts';
import { approversOf } from '../../core/gate/approved-plan.ts';
import { decide } from '../../core/gate/decide.ts';
import type { Decision } from '../../core/gate/decision.ts';
import type { GateFacts } from '../../core/gate/facts.ts';
import { gatesOf } from '../../core/gate/gates.ts';
import { TIP } from '../../core/gate/tip.ts';
import { environmentFingerprint } from '../../core/plan/environment-fingerprint.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Config } from '../../core/target/environment.ts';
import type { CheckReport, Checks } from '../../ports/checks.ts';
import type { JobData } from '../../ports/jobs.ts';
import type { ApprovalRecords } from '../../ports/records/approval-records.ts';
import type { Reviewers } from '../../ports/reviewers.ts';
import { CONFIGURATION_CHECK } from '../../report/github/check.ts';
import { tipInForce, tipInvalid, tipWaits } from '../../report/github/tip.ts';
import { readPeople, teamsOf } from '../decide/gather-facts.ts';
import { type TipDeps, readTipContributors } from '../decide/read-tip-contributors.ts';
import { isForPeople } from '../report-problem.ts';
import { type BringDeps, advance } from './bring-into-force.ts';
import { readableConfigOf, recordAt } from './configuration-in-force.ts';
import { type BaseDeps, type Base, readBase } from './read-base.ts';

export type DecideTipDeps = BaseDeps &
  BringDeps &
  TipDeps & {
    readonly approvals: Pick<ApprovalRecords, 'ofPull'>;
    readonly reviewers: Pick<Reviewers, 'permission' | 'isMember'>;
    readonly checks: Checks;
  };

/**
 * Compares the default branch's configuration with the one in force. A configuration that came there past the gate
 * judges nothing until people named by the gate in force approve it, by the button of the check on the branch's tip.
 */
export async function decideTip(
  deps: DecideTipDeps,
  { repository }: JobData['configuration'],
): Promise<void> {
  const base = await readBase(deps, repository);
  const proposed = await readProposed(deps, repository, base);
  if (proposed instanceof OpsError)
    return void (await say(deps, repository, base, tipInvalid(proposed.message)));
  const { config, next } = proposed;
  const inForce = readableConfigOf(deps.configuration, base.inForce);
  const changes = changedEnvironments(inForce, config);
  if (changes.length === 0) return void (await say(deps, repository, base, tipInForce(), { ifThere: true }));
  await decideChanges(deps, { repository, base, inForce, changes, next });
}

interface Proposed {
  readonly config: Config | undefined;
  readonly next: Awaited<ReturnType<typeof recordAt>>;
}

async function readProposed(
  deps: DecideTipDeps,
  repository: RepositoryRef,
  { commits, tip, readAt }: Base,
): Promise<Proposed | OpsError> {
  try {
    const reason = { commit: tip, because: 'approved', since: readAt } as const;
    const next = await recordAt(deps, repository, commits, reason);
    return { next, config: next.file && deps.configuration.parse(next.file, tip.slice(0, 7)) };
  } catch (error) {
    if (isForPeople(error)) return error;
    throw error;
  }
}

interface Tip {
  readonly repository: RepositoryRef;
  readonly base: Base;
  readonly inForce: Config | undefined;
  readonly changes: readonly EnvironmentChange[];
  readonly next: Proposed['next'];
}

async function decideChanges(deps: DecideTipDeps, tip: Tip): Promise<void> {
  const { repository, base, inForce, changes, next } = tip;
  const fingerprint = fingerprintOf(base.inForce.id, changes);
  const gates = changes.flatMap((change) => gatesOf(inForce, change.environment, change));
  const facts = await readTipFacts(deps, tip, fingerprint, gates);
  const decision = decide(facts, gates);
  if (decision.verdict !== 'approved') return wait(deps, tip, fingerprint, decision);
  const approvers = approversOf(facts, gates, fingerprint);
  await advance(deps, base, repository, { ...next, approvers });
  await say(deps, repository, base, tipInForce());
}

/**
 * A hash of all changes and of the record in force: a press of the button approves exactly these changes, once. The
 * same changes pushed again later need another press.
 */
function fingerprintOf(inForce: number, changes: readonly EnvironmentChange[]): string {
  const all = changes.map(({ environment, from, to }) => ({
    target: environment,
    fingerprint: environmentFingerprint([], {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }),
  }));
  return environmentFingerprint([...all, { target: '', fingerprint: String(inForce) }]);
}

async function readTipFacts(
  deps: DecideTipDeps,
  { repository, base }: Tip,
  fingerprint: string,
  gates: readonly Parameters<typeof teamsOf>[0][number][],
): Promise<GateFacts> {
  const all = await deps.approvals.ofPull({ repository, number: TIP.pull });
  const buttons = all.filter(({ environment }) => environment === TIP.environment);
  const accounts = buttons.map(({ user }) => ({ login: user, type: 'User' as const }));
  return {
    environment: TIP.environment,
    head: base.tip,
    plans: [],
    current: { fingerprint, problems: [], different: true },
    reviews: [],
    comments: [],
    buttons,
    author: '',
    contributors: await readTipContributors(deps, repository, base),
    people: await readPeople(deps.reviewers, repository, accounts, teamsOf(gates)),
  };
}

/** The check has its button only after GitHub has accepted the changes that it approves. */
async function wait(
  deps: DecideTipDeps,
  { repository, base, changes }: Tip,
  fingerprint: string,
  decision: Decision,
): Promise<void> {
  const waiting = tipWaits(decision, changes);
  const shownAt =
    (await shownBefore(deps, repository, base, fingerprint)) ??
    (await say(deps, repository, base, { ...waiting, actions: [] }, { fingerprint }));
  await say(deps, repository, base, waiting, { fingerprint, ...(shownAt !== undefined && { shownAt }) });
}

/** GitHub's time since when the check has the button for exactly these changes. */
async function shownBefore(
  { checks }: DecideTipDeps,
  repository: RepositoryRef,
  { tip }: Base,
  fingerprint: string,
): Promise<number | undefined> {
  const all = await checks.list(repository, tip);
  const reference = all.find(({ name }) => name === CONFIGURATION_CHECK)?.reference;
  return reference?.fingerprint === fingerprint ? reference.shownAt : undefined;
}

function say(
  { checks }: DecideTipDeps,
  repository: RepositoryRef,
  { tip }: Base,
  output: Omit<CheckReport, 'name' | 'reference'>,
  { ifThere, ...reference }: { ifThere?: boolean; fingerprint?: string; shownAt?: number } = {},
): Promise<number | undefined> {
  const check = { name: CONFIGURATION_CHECK, reference: { ...TIP, ...reference }, ...output };
  return checks.publish(repository, tip, check, ifThere === true ? { ifThere } : {});
}

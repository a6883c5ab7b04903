import { parseCommand } from '../core/command.ts';
import type { Environment } from '../core/environment.ts';
import type { Contributor } from '../core/gate/contributors.ts';
import type { CommentFact, GateFacts, Person } from '../core/gate/facts.ts';
import { verdictOf } from '../core/plan.ts';
import type { TargetPreview } from '../core/preview.ts';
import type { ApprovalRecord, ApprovalRecords } from '../ports/approval-records.ts';
import type { Comment, Conversation } from '../ports/conversation.ts';
import type { PreviewRecord } from '../ports/preview-records.ts';
import type { Account, PullRequest } from '../ports/pulls.ts';
import type { Review, Reviewers } from '../ports/reviewers.ts';
import { type ContributorsDeps, readContributors } from './read-contributors.ts';

export interface FactsDeps extends ContributorsDeps {
  readonly reviewers: Reviewers;
  readonly conversation: Pick<Conversation, 'comments'>;
  readonly approvals: Pick<ApprovalRecords, 'ofPull'>;
}

/** What was read of a pull request, the same for each of its environments. */
interface Read {
  readonly pull: PullRequest;
  readonly records: readonly PreviewRecord[];
  readonly reviews: readonly Review[];
  readonly comments: readonly Comment[];
  readonly buttons: readonly ApprovalRecord[];
  readonly contributors: readonly Contributor[];
}

/**
 * Reads what the gates decide by, from GitHub and from our records, now.
 * @param records what the pull request was shown to change, oldest first
 */
export async function gatherFacts(
  deps: FactsDeps,
  pull: PullRequest,
  records: readonly PreviewRecord[],
  environments: readonly Environment[],
): Promise<ReadonlyMap<string, GateFacts>> {
  const read: Read = {
    pull,
    records,
    reviews: await deps.reviewers.reviews(pull),
    comments: await deps.conversation.comments(pull),
    buttons: await deps.approvals.ofPull({ repository: pull.repository.id, pull: pull.number }),
    contributors: await readContributors(deps, pull),
  };
  const teams = new Set(environments.flatMap(({ gate }) => gate.from.flatMap(teamOf)));
  const people = await readPeople(deps.reviewers, read, [...teams]);
  return new Map(environments.map(({ name }) => [name, factsOf(read, name, people)]));
}

function teamOf(from: string): string[] {
  return from.includes('/') ? [from.slice(1)] : [];
}

/** Everybody whose word could be an approval or an objection. */
async function readPeople(
  reviewers: Reviewers,
  { pull, reviews, comments, buttons }: Read,
  teams: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const accounts = new Map<string, Account>();
  const know = (account: Account) => accounts.set(account.login.toLowerCase(), account);
  for (const { user } of reviews) know(user);
  for (const comment of comments) if (parseCommand(comment.body)?.name === 'approve') know(comment.author);
  // Only people can press a button: the event of anybody else was not recorded.
  for (const { user } of buttons) know({ login: user, type: 'User' });
  const people = await Promise.all(
    [...accounts].map(
      async ([key, account]) => [key, await readPerson(reviewers, pull, account, teams)] as const,
    ),
  );
  return new Map(people);
}

async function readPerson(
  reviewers: Reviewers,
  { repository }: PullRequest,
  { login, type }: Account,
  teams: readonly string[],
): Promise<Person> {
  // A bot's word never counts: GitHub need not be asked about it.
  if (type === 'Bot') return { login, type, permission: 'none', teams: new Map() };
  const memberships = teams.map(
    async (team) => [team, await reviewers.isMember(repository, team, login)] as const,
  );
  return {
    login,
    type,
    permission: await reviewers.permission(repository, login),
    teams: new Map(await Promise.all(memberships)),
  };
}

function factsOf(read: Read, environment: string, people: ReadonlyMap<string, Person>): GateFacts {
  const { pull, reviews, comments, buttons, contributors } = read;
  const plans = read.records.filter((record) => record.environment === environment);
  const current = plans.findLast(({ head }) => head === pull.head.sha);
  return {
    environment,
    head: pull.head.sha,
    plans,
    ...(current !== undefined && { current: currentOf(current) }),
    reviews: reviews.map(({ user, ...review }) => ({ ...review, user: user.login })),
    comments: comments.flatMap((comment) => approvalIn(comment, environment)),
    buttons: buttons.filter((button) => button.environment === environment),
    author: pull.author.login,
    contributors,
    people,
  };
}

function currentOf({ fingerprint, targets }: PreviewRecord): NonNullable<GateFacts['current']> {
  return {
    ...(fingerprint !== undefined && { fingerprint }),
    problems: targets.flatMap(problemsOf),
    different: targets.some((target) => target.status === 'failed' || verdictOf(target.plan) !== 'clean'),
  };
}

function problemsOf(target: TargetPreview): string[] {
  if (target.status === 'failed') return [`${target.target}: ${target.message}`];
  return target.plan.unknown.map(({ message }) => `${target.target}: ${message}`);
}

/** `/plumb approve` without a name approves every environment. */
function approvalIn({ author, body, createdAt, updatedAt }: Comment, environment: string): CommentFact[] {
  const command = parseCommand(body);
  if (command?.name !== 'approve') return [];
  if (command.environment !== undefined && command.environment !== environment) return [];
  return [{ user: author.login, createdAt, updatedAt }];
}

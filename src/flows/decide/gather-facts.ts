import { parseCommand } from '../../core/command.ts';
import type { Person } from '../../core/gate/facts.ts';
import type { Recorded } from '../../core/gate/recorded.ts';
import type { RepositoryRef } from '../../core/refs.ts';
import type { Gate } from '../../core/target/environment.ts';
import type { Comment, Conversation } from '../../ports/conversation.ts';
import type { Account, PullRequest } from '../../ports/pulls.ts';
import type { ApprovalRecord, ApprovalRecords } from '../../ports/records/approval-records.ts';
import type { RecordedPreview } from '../../ports/records/preview-records.ts';
import type { Review, Reviewers } from '../../ports/reviewers.ts';
import { readContributors } from './read-contributors.ts';
import type { ContributorsDeps } from './read-pushers.ts';
import { type SiblingsDeps, readSiblings } from './read-siblings.ts';

export type FactsDeps = ContributorsDeps &
  SiblingsDeps & {
    readonly reviewers: Pick<Reviewers, 'reviews' | 'permission' | 'isMember'>;
    readonly conversation: Pick<Conversation, 'comments'>;
    readonly approvals: Pick<ApprovalRecords, 'ofPull'>;
  };

/**
 * Reads the facts for the gates, from GitHub and from the records, now.
 */
export async function readFacts(
  deps: FactsDeps,
  pull: PullRequest,
  previews: readonly RecordedPreview[],
  gates: readonly Gate[],
): Promise<Recorded<RecordedPreview>> {
  const reviews = await deps.reviewers.reviews(pull);
  const comments = await deps.conversation.comments(pull);
  const buttons = await deps.approvals.ofPull(pull);
  const accounts = accountsOf(reviews, comments, buttons);
  return {
    head: pull.head.sha,
    author: pull.author.login,
    previews,
    siblings: await readSiblings(deps, pull, { previews, comments }),
    reviews,
    comments,
    buttons,
    contributors: await readContributors(deps, pull),
    people: await readPeople(deps.reviewers, pull.repository, accounts, teamsOf(gates)),
  };
}

/** Teams whose members may approve. */
export function teamsOf(gates: readonly Gate[]): readonly string[] {
  return [...new Set(gates.flatMap(({ from }) => from.flatMap(teamOf)))];
}

function teamOf(from: string): string[] {
  return from.includes('/') ? [from.slice(1)] : [];
}

/** The accounts behind every possible approval or objection. */
function accountsOf(
  reviews: readonly Review[],
  comments: readonly Comment[],
  buttons: readonly ApprovalRecord[],
): readonly Account[] {
  const approving = comments.filter(({ body }) => parseCommand(body)?.name === 'approve');
  return [
    ...reviews.map(({ user }) => user),
    ...approving.map(({ author }) => author),
    // Only people can press a button: the event of anybody else was not recorded.
    ...buttons.map(({ user: login }) => ({ login, type: 'User' as const })),
  ];
}

/** People as GitHub has them now, by login in lower case. */
export async function readPeople(
  reviewers: Pick<Reviewers, 'permission' | 'isMember'>,
  repository: RepositoryRef,
  accounts: readonly Account[],
  teams: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const known = new Map(accounts.map((account) => [account.login.toLowerCase(), account]));
  const people = [...known].map(
    async ([key, account]) => [key, await readPerson(reviewers, repository, account, teams)] as const,
  );
  return new Map(await Promise.all(people));
}

async function readPerson(
  reviewers: Pick<Reviewers, 'permission' | 'isMember'>,
  repository: RepositoryRef,
  { login, type }: Account,
  teams: readonly string[],
): Promise<Person> {
  // A bot's approval never counts, so GitHub is not asked about bots.
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

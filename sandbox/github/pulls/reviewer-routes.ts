import { z } from 'zod';
import { readBody } from '../server/read-body.ts';
import { type Call, type Reply, type Route, authorOf, unprocessable } from '../server/route.ts';
import type { Repository } from '../world/model.ts';
import { presentAccount } from '../world/present-account.ts';
import { emitPull } from './events.ts';
import { pullIn } from './find.ts';
import { type PullIssue, presentPullSimple, presentTeam } from './present.ts';

const WRITE = { name: 'pull_requests', level: 'write' } as const;
const PATH = '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';

export const reviewerRoutes: readonly Route[] = [
  { method: 'POST', path: PATH, permission: WRITE, handle: requestReviewers },
  { method: 'DELETE', path: PATH, permission: WRITE, handle: removeReviewers },
];

const REVIEWERS = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

async function requestReviewers(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { reviewers, team_reviewers: teams } = readBody(call, REVIEWERS);
  if (reviewers.includes(issue.author.login))
    throw unprocessable('Review cannot be requested from pull request author.');
  for (const login of reviewers) issue.pull.requestedReviewers.add(login);
  for (const slug of teams) issue.pull.requestedTeams.add(slug);
  await tellReviewers(call, repository, issue, 'review_requested');
  return { status: 201, body: presentPullSimple(call.world, repository, issue) };
}

async function removeReviewers(call: Call): Promise<Reply> {
  const { repository, issue } = pullIn(call);
  const { reviewers, team_reviewers: teams } = readBody(call, REVIEWERS);
  for (const login of reviewers) issue.pull.requestedReviewers.delete(login);
  for (const slug of teams) issue.pull.requestedTeams.delete(slug);
  await tellReviewers(call, repository, issue, 'review_request_removed');
  return { status: 200, body: presentPullSimple(call.world, repository, issue) };
}

/** One webhook for each of them. */
async function tellReviewers(
  { world, actor, body }: Call,
  repository: Repository,
  issue: PullIssue,
  action: 'review_requested' | 'review_request_removed',
): Promise<void> {
  const { reviewers, team_reviewers: slugs } = REVIEWERS.parse(body);
  const organization = world.organization(repository.owner.login);
  const people = reviewers.flatMap((login) => world.account(login) ?? []);
  const told = [
    ...people.map((account) => ({ requested_reviewer: presentAccount(world, account) })),
    ...slugs.flatMap((slug) => {
      const team = organization?.teams.get(slug);
      if (organization === undefined || team === undefined) return [];
      return [{ requested_team: presentTeam(world, organization, team) }];
    }),
  ];
  for (const more of told) await emitPull(world, repository, issue, authorOf(actor), action, more);
}

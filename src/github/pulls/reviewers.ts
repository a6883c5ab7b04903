import { OpsError } from '../../core/errors.ts';
import type { RepositoryRef, PullRef } from '../../core/refs.ts';
import type { Permission, Review, Reviewers } from '../../ports/reviewers.ts';
import type { App, Octokit } from '../app/app.ts';
import { asked, askedIfThere, describePull, ofRepository } from '../refusal.ts';
import { createHistory } from './pull-history.ts';
import { accountOf } from './pulls.ts';

export function createReviewers(app: App): Reviewers {
  const octokitOf = ({ installation }: RepositoryRef) => app.asInstallation(installation);
  return {
    reviews: (pull) =>
      asked(describePull(pull), async () => allReviews(await octokitOf(pull.repository), pull)),
    ...createHistory(app),
    permission: (repository, login) => permission(() => octokitOf(repository), repository, login),
    isMember: (repository, team, login) => isMember(() => octokitOf(repository), team, login),
  };
}

const STATES = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED'] as const;

async function allReviews(octokit: Octokit, pull: PullRef): Promise<Review[]> {
  const parameters = { ...ofRepository(pull.repository), pull_number: pull.number, per_page: 100 };
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, parameters);
  return reviews.flatMap((review) => {
    const state = STATES.find((known) => known === review.state);
    // A review without a commit or a time cannot be bound to a plan.
    if (state === undefined || review.commit_id === null || review.submitted_at === undefined) return [];
    const submittedAt = Date.parse(review.submitted_at);
    return [{ id: review.id, user: accountOf(review.user), state, commit: review.commit_id, submittedAt }];
  });
}

const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

function permission(
  octokitOf: () => Promise<Octokit>,
  repository: RepositoryRef,
  username: string,
): Promise<Permission | 'unknown'> {
  return orUnknown(async () => {
    const found = await askedIfThere(`permission of ${username} in ${repository.name}`, async () => {
      const parameters = { ...ofRepository(repository), username };
      return (await (await octokitOf()).rest.repos.getCollaboratorPermissionLevel(parameters)).data;
    });
    return PERMISSIONS.find((known) => known === (found?.permission ?? 'none'));
  });
}

function isMember(
  octokitOf: () => Promise<Octokit>,
  team: string,
  username: string,
): Promise<boolean | 'unknown'> {
  return orUnknown(async () => {
    const [org = '', team_slug = ''] = team.split('/');
    const membership = await askedIfThere(`team @${team}`, async () => {
      const parameters = { org, team_slug, username };
      return (await (await octokitOf()).rest.teams.getMembershipForUserInOrg(parameters)).data;
    });
    return membership?.state === 'active';
  });
}

/** An answer that GitHub refuses for good is `unknown`, which the gate denies; any other failure is tried again. */
async function orUnknown<Answer>(work: () => Promise<Answer | undefined>): Promise<Answer | 'unknown'> {
  try {
    return (await work()) ?? 'unknown';
  } catch (error) {
    if (error instanceof OpsError && !error.retryable) return 'unknown';
    throw error;
  }
}

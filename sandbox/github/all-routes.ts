import type { Admin } from './admin.ts';
import type { RateLimit } from './http/rate-limit.ts';
import type { HookDelivery } from './model.ts';
import type { Route } from './route.ts';
import { activityRoutes } from './routes/activity.ts';
import { appRoutes } from './routes/apps.ts';
import { branchRoutes } from './routes/branches.ts';
import { changePullRoutes } from './routes/change-pulls.ts';
import { checkRoutes } from './routes/checks.ts';
import { commentRoutes } from './routes/comments.ts';
import { commitRoutes } from './routes/commits.ts';
import { contentRoutes } from './routes/contents.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { forkRoutes } from './routes/forks.ts';
import { gitDataRoutes } from './routes/git-data.ts';
import { graphqlRoutes } from './routes/graphql.ts';
import { hookRoutes } from './routes/hooks.ts';
import { issueRoutes } from './routes/issues.ts';
import { lockRoutes } from './routes/locks.ts';
import { pullRoutes } from './routes/pulls.ts';
import { rateLimitRoutes } from './routes/rate-limit.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { repositorySettingRoutes } from './routes/repository-settings.ts';
import { reviewCommentRoutes } from './routes/review-comments.ts';
import { reviewerRoutes } from './routes/reviewers.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { rulesetRoutes } from './routes/rulesets.ts';
import { statusRoutes } from './routes/statuses.ts';
import { teamRoutes } from './routes/teams.ts';
import type { State } from './state.ts';

export interface RouteDeps {
  readonly state: State;
  readonly rateLimit: RateLimit;
  readonly admin: Admin;
  readonly redeliver: (delivery: HookDelivery) => void;
}

/** Every operation that is simulated. */
export function allRoutes(deps: RouteDeps): readonly Route[] {
  return [
    ...appRoutes(deps.state),
    ...hookRoutes(deps),
    ...graphqlRoutes,
    ...rateLimitRoutes(deps.rateLimit),
    ...repositoryRoutes,
    ...repositorySettingRoutes(deps.state),
    ...rulesetRoutes,
    ...contentRoutes,
    ...gitDataRoutes,
    ...branchRoutes,
    ...forkRoutes(deps.admin),
    ...commitRoutes,
    ...activityRoutes,
    ...pullRoutes,
    ...changePullRoutes,
    ...reviewRoutes,
    ...reviewerRoutes,
    ...reviewCommentRoutes,
    ...issueRoutes,
    ...lockRoutes,
    ...commentRoutes,
    ...reactionRoutes,
    ...checkRoutes,
    ...statusRoutes,
    ...deploymentRoutes,
    ...teamRoutes,
  ];
}

import { appRoutes } from '../apps/routes.ts';
import { checkRoutes } from '../checks/routes.ts';
import { statusRoutes } from '../checks/status-routes.ts';
import { deploymentRoutes } from '../deployments/routes.ts';
import { branchRoutes } from '../git/branch-routes.ts';
import { commitRoutes } from '../git/commit-routes.ts';
import { contentRoutes } from '../git/content-routes.ts';
import { gitDataRoutes } from '../git/git-data-routes.ts';
import { graphqlRoutes } from '../graphql/routes.ts';
import { commentRoutes } from '../issues/comment-routes.ts';
import { lockRoutes } from '../issues/lock-routes.ts';
import { reactionRoutes } from '../issues/reaction-routes.ts';
import { issueRoutes } from '../issues/routes.ts';
import { changePullRoutes } from '../pulls/change-routes.ts';
import { reviewCommentRoutes } from '../pulls/review-comment-routes.ts';
import { reviewRoutes } from '../pulls/review-routes.ts';
import { reviewerRoutes } from '../pulls/reviewer-routes.ts';
import { pullRoutes } from '../pulls/routes.ts';
import { activityRoutes } from '../repositories/activity-routes.ts';
import { forkRoutes } from '../repositories/fork-routes.ts';
import { repositoryRoutes } from '../repositories/routes.ts';
import { repositorySettingRoutes } from '../repositories/settings-routes.ts';
import { rulesetRoutes } from '../rules/routes.ts';
import { teamRoutes } from '../teams/routes.ts';
import { hookRoutes } from '../webhooks/routes.ts';
import type { Admin } from '../world/admin.ts';
import type { HookDelivery } from '../world/model.ts';
import type { State } from '../world/state.ts';
import { rateLimitRoutes } from './rate-limit-routes.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';

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

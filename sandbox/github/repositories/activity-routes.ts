import { type Route, repositoryOf } from '../server/route.ts';
import { nodeId } from '../world/node-id.ts';
import { presentUser } from '../world/present-account.ts';

export const activityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/activity',
    permission: { name: 'contents', level: 'read' },
    paged: true,
    handle(call) {
      const { query, world } = call;
      const ref = query.get('ref');
      const actor = query.get('actor');
      const found = repositoryOf(call).activity.filter(
        (each) =>
          (ref === null || each.ref === ref || each.ref === `refs/heads/${ref}`) &&
          (actor ?? each.actor.login) === each.actor.login,
      );
      const body = found.toReversed().map((each) => ({
        id: each.id,
        node_id: nodeId('Activity', each.id),
        before: each.before,
        after: each.after,
        ref: each.ref,
        timestamp: each.timestamp,
        activity_type: each.type,
        actor: presentUser(world, each.actor),
      }));
      return { status: 200, body };
    },
  },
];

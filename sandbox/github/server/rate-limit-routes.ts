import type { RateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';

export function rateLimitRoutes(limit: RateLimit): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/rate_limit',
      handle({ actor }) {
        const rate = limit.status(actor);
        const resources = { core: rate, search: rate, graphql: rate };
        return { status: 200, body: { resources, rate } };
      },
    },
  ];
}

import { Hono } from 'hono';
import type { World } from '../world.ts';

export function pageRoutes(world: World): Hono {
  const app = new Hono();
  app.get('/', (context) => context.text(world.url));
  return app;
}

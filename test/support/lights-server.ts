import { clock } from '../../src/wire/clock.ts';
import { startServer } from '../../src/wire/server.ts';
import { LIGHTS_FORMAT, createLights } from './lights-engine.ts';

/** `plumb serve`, with one more engine; its live system is the folder `LIGHTS`. */
const engine = createLights(process.env['LIGHTS'] ?? '');
const server = await startServer(process.env, clock, [
  {
    format: LIGHTS_FORMAT,
    engine,
    grantOf: (repository) => (repository === 'acme/shop' ? 'all' : undefined),
  },
]);
process.once('SIGTERM', () => void server.stop());

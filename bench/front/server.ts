import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open.ts';
import { listenForWebhooks } from '../../src/web/front.ts';

/** The front and the store as `plumb serve` has them, in a process of their own. Nobody works on what is stored. */
export interface ServerPlace {
  readonly folder: string;
  readonly databaseUrl?: string;
  readonly secret: string;
}

const place = JSON.parse(process.argv[2] ?? '{}') as ServerPlace;
const log = createLog('silent');
const store = await openStore({ ...place, log, observe: () => undefined, tell: () => undefined });
const front = await listenForWebhooks(
  {
    secrets: [place.secret],
    accept: (delivery) => store.deliveries.accept(delivery),
    ready: () => store.ping(),
    now: () => Date.now(),
    log,
    observe: () => undefined,
  },
  0,
  '127.0.0.1',
);
process.send?.(front.port);

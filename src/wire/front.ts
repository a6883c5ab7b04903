import type { Store } from '../store/open.ts';
import { version } from '../version.ts';
import { type FrontOptions, listenForWebhooks } from '../web/front.ts';
import type { Readiness } from '../web/readiness.ts';
import { requireSecret } from '../web/secret.ts';
import type { Base } from './base.ts';

/** Listens for GitHub, for health checks and for Prometheus. @returns a function that ends it */
export async function wireFront(
  { env, clock, log, metrics, events }: Base,
  store: Store,
  readiness: Readiness,
): Promise<() => Promise<void>> {
  const { PLUMBLINE_WEBHOOK_SECRET: secret, PLUMBLINE_WEBHOOK_SECRET_OLD: old } = env;
  const options: FrontOptions = {
    secrets: [secret, ...(old === undefined ? [] : [requireSecret(old)])],
    accept: (delivery) => store.deliveries.accept(delivery),
    async ready() {
      await store.ping();
      readiness.check();
    },
    now: () => clock.now(),
    log,
    observe: (event, outcome) => events.tell({ type: 'delivery-arrived', event, outcome }),
  };
  const front = await listenForWebhooks(options, env.PORT, env.PLUMBLINE_HOST);
  const inside = await metrics.listen(log, env.PLUMBLINE_METRICS_PORT, env.PLUMBLINE_METRICS_HOST);
  const url = `http://${env.PLUMBLINE_HOST}:${front.port}`;
  const metricsUrl = `http://${env.PLUMBLINE_METRICS_HOST}:${inside.port}`;
  log.info({ url, metricsUrl, version }, 'listening');
  return async () => {
    await front.close();
    await inside.close();
  };
}
